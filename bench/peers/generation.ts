// What it takes to generate clients: of our four providers, and of GitHub.
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../report.ts";
import { binaryOf, descriptionOf, heyApiArguments, root } from "./prepare.ts";
import { runTimed, type Taken } from "./run-timed.ts";
import { measureInRounds, runSection } from "./section.ts";

const PROVIDERS = ["asapp", "rapidpro", "respond-io", "sinch"];
const GITHUB = join(
  root,
  "real-descriptions/node_modules/@octokit/openapi/generated/api.github.com.json",
);
const PARLEY = join(root, "packages/codegen/bin/parley.js");
const OPENAPI_TYPESCRIPT = binaryOf("openapi-typescript", "bin/cli.js");

/** How one generator makes what is asked for, into an empty folder. */
type Generator = (output: string) => Promise<readonly Taken[]>;

await runSection(async ({ rounds, folder }) => {
  const parley = join(folder, "parley");
  const generators: Readonly<Record<string, Generator>> = {
    "openapi-typescript, our four": (output) => ofEach(PROVIDERS.map(descriptionOf), output, types),
    "hey-api, our four": (output) => ofEach(PROVIDERS.map(descriptionOf), output, heyApi),
    "parley, our four": async (output) => {
      copyWorkspace(output);
      const taken = await runTimed([PARLEY, "generate"], { cwd: output });
      for (const provider of PROVIDERS) {
        const client = join(output, "packages", provider, "src/generated/client.ts");
        check(existsSync(client), `parley wrote no client of ${provider}`);
      }
      return [taken];
    },
    "openapi-typescript, GitHub": (output) => ofEach([GITHUB], output, types),
    "hey-api, GitHub": (output) => ofEach([GITHUB], output, heyApi),
    "parley, GitHub": async () => [await runTimed([PARLEY, "generate", "github"], { cwd: parley })],
  };
  await importGithub(parley);

  const { of, noise } = await measureInRounds(Object.keys(generators), rounds, async (name) => {
    const output = join(folder, "generated");
    rmSync(output, { recursive: true, force: true });
    mkdirSync(output);
    const taken = (await generators[name]?.(output)) ?? [];
    return {
      seconds: sum(taken.map(({ seconds }) => seconds)),
      cpu: sum(taken.map(({ cpu }) => cpu)),
      megabytes: Math.max(...taken.map(({ megabytes }) => megabytes)),
    };
  });
  return {
    title: "Generating",
    about:
      "From the command's start to its end: seconds on the clock and of the processor's, megabytes at most. openapi-typescript writes types alone; hey-api types and a client; Parley types, a client, descriptors, webhooks and validators, from descriptions in many files. GitHub's description has 13 MB and about 1,200 operations.",
    columns: [
      { title: "s", digits: 2 },
      { title: "CPU, s", digits: 2 },
      { title: "MB", digits: 0 },
    ],
    rows: Object.keys(generators).map((name) => ({
      name,
      figures: [of(name, "seconds"), of(name, "cpu"), of(name, "megabytes")],
    })),
    noise,
    charted: { column: 0, unit: "seconds", better: "less" },
  };
});

async function ofEach(
  descriptions: readonly string[],
  output: string,
  command: (description: string, output: string) => Promise<Taken>,
): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const [index, description] of descriptions.entries()) {
    const target = join(output, String(index));
    mkdirSync(target);
    taken.push(await command(description, target));
  }
  return taken;
}

async function types(description: string, output: string): Promise<Taken> {
  const file = join(output, "schema.ts");
  const taken = await runTimed([OPENAPI_TYPESCRIPT, description, "--output", file], {
    cwd: output,
  });
  check(existsSync(file), "openapi-typescript wrote nothing");
  return taken;
}

async function heyApi(description: string, output: string): Promise<Taken> {
  const taken = await runTimed(heyApiArguments(description, output), { cwd: output });
  check(existsSync(join(output, "sdk.gen.ts")), "hey-api wrote nothing");
  return taken;
}

/** What `parley generate` reads of this workspace, so that it can write beside it. */
function copyWorkspace(output: string): void {
  for (const path of ["specs", "parley.config.ts", "redocly.yaml"]) {
    cpSync(join(root, path), join(output, path), { recursive: true });
  }
  for (const provider of PROVIDERS) {
    const path = join("packages", provider, "package.json");
    mkdirSync(join(output, "packages", provider), { recursive: true });
    cpSync(join(root, path), join(output, path));
  }
}

async function importGithub(folder: string): Promise<void> {
  mkdirSync(join(folder, "specs"), { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await runTimed([PARLEY, "import", "github", "--from", GITHUB], { cwd: folder });
  await runTimed([PARLEY, "generate", "github"], { cwd: folder });
  const client = join(folder, "packages/github/src/generated/client.ts");
  check(existsSync(client), "parley wrote no client of GitHub");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
