import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { workflowFaults } from "./workflow-faults.ts";
import { root } from "./packed-packages.ts";

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>;
        readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
      }
    >
  >;
}

const folder = join(root, ".github", "workflows");
const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), "utf8");
  // The shape is GitHub's own; what a file lacks of it fails below.
  return { name, text, workflow: parse(text) as Workflow };
});
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

test.each(workflows)("$name is a workflow by GitHub's own parser", async ({ name, text }) => {
  expect(await workflowFaults(name, text)).toEqual([]);
});

test.each([
  ["a key that it does not know", (text: string) => text.replace("runs-on:", "run-on:")],
  ["an expression that cannot be read", (text: string) => text.replace("name: ", "name: ${{ ( }}")],
  [
    "a trigger that there is none of",
    (text: string) => text.replace(/^on:\n {2}\w+/m, "on:\n  pushed"),
  ],
])("%s would be found", async (_name, spoil) => {
  for (const { name, text } of workflows) {
    expect(spoil(text)).not.toBe(text);
    expect(await workflowFaults(name, spoil(text))).not.toEqual([]);
  }
});

test.each(workflows)(
  "$name pins its actions to commits and knows no secret",
  ({ text, workflow }) => {
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.filter((action) => !/^actions\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(used).not.toEqual([]);
    expect(text).not.toMatch(/secrets\.|_TOKEN/);
  },
);

test.each(workflows)("$name may write nothing unless a job says so", ({ workflow }) => {
  expect(workflow.permissions).toEqual({ contents: "read" });
});

test.each(workflows)("$name runs commands that any machine can run", ({ workflow }) => {
  const commands = Object.values(workflow.jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run }) => run ?? []),
  );
  for (const command of commands.filter((one) => one !== ".ci/run")) {
    const [, task = ""] = /^node scripts\/bootstrap\.mjs ([\w-]+)$/.exec(command) ?? [];
    expect(manifest.scripts).toHaveProperty([`ci:${task}`]);
  }
});

test("only the jobs that publish have an identity, and only the release publishes packages", () => {
  const identified = workflows.flatMap(({ name, workflow }) =>
    Object.entries(workflow.jobs)
      .filter(([, { permissions }]) => permissions?.["id-token"] === "write")
      .map(([job]) => `${name}: ${job}`),
  );
  expect(identified.toSorted()).toEqual(["docs.yml: publish", "release.yml: publish"]);
  const publishing = workflows.filter(({ text }) => text.includes("bootstrap.mjs publish"));
  expect(publishing.map(({ name }) => name)).toEqual(["release.yml"]);
});
