// What it takes to import a client and to create one, in a fresh process.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../report.ts";
import { projectIn } from "./prepare.ts";
import { programsFor } from "./programs.ts";
import { measureInRounds, runSection } from "./section.ts";

const NOTHING = "an empty module";
await runSection(async ({ rounds, folder }) => {
  const programs = { [NOTHING]: { create: "" }, ...programsFor(join(folder, "hey-api.mjs")) };
  const names = Object.keys(programs);
  const files = new Map(
    Object.entries(programs).map(([name, { create }], index) => {
      const file = join(projectIn(folder), `import-${index}.mjs`);
      writeFileSync(file, create);
      return [name, file];
    }),
  );
  const { of, noise } = await measureInRounds(names, rounds, async (name) =>
    measure(files.get(name) ?? ""),
  );
  const over = (name: string, figure: "time" | "memory") => of(name, figure) - of(NOTHING, figure);
  return {
    title: "Importing, and creating a client",
    about:
      "Cold, each in a process of its own: milliseconds and megabytes of resident memory above an empty module. What loads the platform's `fetch` pays for that here, others at their first call.",
    columns: [
      { title: "ms", digits: 1 },
      { title: "MB", digits: 1 },
    ],
    rows: names
      .filter((name) => name !== NOTHING)
      .map((name) => ({ name, figures: [over(name, "time"), over(name, "memory")] })),
    noise,
    charted: { column: 0, unit: "milliseconds", better: "less" },
  };
});

function measure(file: string): { time: number; memory: number } {
  const code = `const start = performance.now(); await import(${JSON.stringify(file)});
    const time = performance.now() - start;
    console.log(JSON.stringify({ time, memory: process.memoryUsage.rss() / 1e6 })); process.exit();`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", code], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  // The shape is that of the line above; the SDK of Sinch may say something before it.
  const figures = JSON.parse(output.trim().split("\n").at(-1) ?? "") as {
    time: number;
    memory: number;
  };
  check(figures.time > 0 && figures.memory > 0, `${file} took no time`);
  return figures;
}
