// Where the suite is run, and how it is started there.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { launchChromium } from "./launch-chromium.ts";
import type { Outcome, Surroundings } from "./suite.ts";

/** A runtime, and how the suite runs on it. */
export interface Runtime {
  readonly name: string;
  /**
   * Runs the suite.
   *
   * @param project - the folder that the packed packages are installed in, with the suite in
   *   `console.js`, and bundled in `bundles/`
   */
  readonly run: (project: string, surroundings: Surroundings) => Promise<RunOutcome>;
  readonly hasEnvironment: boolean;
  readonly hidesRedirects: boolean;
  readonly tellsNeverSent: boolean;
}

/** What a runtime says. */
export interface RunOutcome {
  readonly version: string;
  /** In the suite's order; fewer than it has where it did not come to an end. */
  readonly outcomes: readonly Outcome[];
}

/** The page that a browser runs the suite in. */
export const PAGE = "/page.html";

/** The bundled suite that the page loads. */
export const PAGE_SCRIPT = "/suite.js";

const engines = fileURLToPath(new URL("../engines/node_modules/", import.meta.url));

// The package has no types: what it gives is the executable's path.
const { default: workerd } = createRequire(import.meta.url)("workerd") as { default: string };

// What the suite needs, and no more: a package that reads another variable, or a file, fails.
const DENO_PERMISSIONS = ["--allow-net=127.0.0.1", "--allow-read", "--allow-env=RESPOND_IO_TOKEN"];

export const RUNTIMES: readonly Runtime[] = [
  ...[20, 22, 24, 26].map((major) => inProcess(`Node ${major}`, `node-${major}/bin/node`, [])),
  inProcess("Bun", "@oven/bun-linux-x64/bin/bun", ["run"]),
  inProcess("Deno", "@deno/linux-x64-glibc/deno", [
    "run",
    "--no-prompt",
    "--cached-only",
    "--node-modules-dir=manual",
    ...DENO_PERMISSIONS,
  ]),
  {
    name: "workerd",
    run: runInWorker,
    hasEnvironment: false,
    hidesRedirects: false,
    tellsNeverSent: false,
  },
  {
    name: "Chromium",
    run: runInPage,
    hasEnvironment: false,
    hidesRedirects: true,
    tellsNeverSent: false,
  },
];

const execute = promisify(execFile);

function inProcess(name: string, path: string, parameters: readonly string[]): Runtime {
  const executable = join(engines, path);
  return {
    name,
    hasEnvironment: true,
    hidesRedirects: false,
    tellsNeverSent: true,
    async run(project, surroundings) {
      if (!existsSync(executable)) {
        throw new Error(`${name} is not installed: run pnpm test:runtimes, on Linux and x64.`);
      }
      const env = {
        PATH: dirname(executable),
        HOME: project,
        NO_COLOR: "1",
        DENO_NO_UPDATE_CHECK: "1",
        RESPOND_IO_TOKEN: "from-environment",
      };
      const options = { cwd: project, env, timeout: 120_000, maxBuffer: 10_000_000 };
      const [version, suite] = await Promise.all([
        execute(executable, ["--version"], options),
        execute(
          executable,
          [...parameters, join(project, "console.js"), JSON.stringify(surroundings)],
          options,
        ),
      ]);
      return {
        version: /\d+\.\d+\.\d+/.exec(version.stdout)?.[0] ?? "",
        outcomes: outcomesOf(suite.stdout),
      };
    },
  };
}

async function runInWorker(project: string, surroundings: Surroundings): Promise<RunOutcome> {
  writeFileSync(join(project, "workerd.capnp"), WORKERD);
  const { stdout } = await execute(workerd, ["--version"]);
  const child = spawn(
    workerd,
    ["serve", "workerd.capnp", "--socket-addr=http=127.0.0.1:0", "--control-fd=1"],
    { cwd: project, stdio: ["ignore", "pipe", "inherit"] },
  );
  try {
    const port = await portOf(child);
    const response = await fetch(`http://127.0.0.1:${port}`, {
      method: "POST",
      body: JSON.stringify(surroundings),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The Worker answered ${response.status}: ${text}`);
    return { version: stdout.replace(/^\D*/, "").trim(), outcomes: outcomesOf(text) };
  } finally {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}

async function portOf(child: ReturnType<typeof spawn>): Promise<string> {
  if (child.stdout === null) throw new Error("workerd has no standard output.");
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /"socket":"http","port":(\d+)/.exec(line)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error("workerd ended before it listened.");
}

// "private" lets the Worker reach the server on this machine.
const WORKERD = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "bundles/worker.js")],
  compatibilityDate = "2026-11-01",
);
`;

async function runInPage(_project: string, surroundings: Surroundings): Promise<RunOutcome> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`${surroundings.origin}${PAGE}`);
    const text: string = await page.evaluate(`
      import(${JSON.stringify(PAGE_SCRIPT)})
        .then(({ runSuite }) => runSuite(${JSON.stringify(surroundings)}))
        .then(JSON.stringify)`);
    return { version: browser.version(), outcomes: outcomesOf(text) };
  } finally {
    await browser.close();
  }
}

function outcomesOf(text: string): Outcome[] {
  // The shape is that of runSuite.
  return JSON.parse(text) as Outcome[];
}
