import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DescriptionError } from "../description-error.js";
import { loadDescription } from "../description/load-description.js";
import { folderWith, withOperation, type Written } from "../test-helpers/describe.js";
import { diffCommand } from "./diff.js";

const limit: Written = { name: "limit", in: "query", schema: { type: "integer" } };
const published: Written = withOperation({ parameters: [limit] });
const broken: Written = withOperation({});

interface Given {
  readonly version?: string;
  /** The description as it was released; `null` where it was not recorded. */
  readonly released?: Written | null;
  readonly working?: Written;
  /** Levels of changesets. */
  readonly changesets?: readonly string[];
}

/** A repository with one provider, which is the working directory and no git repository. */
async function repository({
  version = "1.2.0",
  released = published,
  working = broken,
  changesets = [],
}: Given): Promise<string> {
  const root = await folderWith({
    "specs/example/openapi.yaml": working,
    "packages/example/package.json": { name: "@parley/example", version },
    ".changeset/README.md": "Not a changeset.",
    ".changeset/other.md": '---\n"@parley/other": major\n---\n\nAnother package.\n',
    ...(released === null ? {} : { "specs/example/published.json": released }),
    ...Object.fromEntries(
      changesets.map((level, index) => [
        `.changeset/given-${index}.md`,
        `---\n"@parley/example": ${level}\n---\n\nA change.\n`,
      ]),
    ),
  });
  vi.spyOn(process, "cwd").mockReturnValue(root);
  return root;
}

let stdout = "";
let stderr = "";
beforeEach(() => {
  stdout = "";
  stderr = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const SENTENCE = "`things.get` no longer takes `limit`: code that passes it stops compiling.";

test("a breaking change is told in a consumer's words, and needs a major changeset", async () => {
  await repository({});
  expect(await diffCommand(["example"])).toBe(0);
  expect(stdout).toBe(
    [
      "@parley/example: 1 change, 1 of them breaking since 1.2.0",
      `  major  ${SENTENCE}`,
      "It needs a major changeset: there is none.",
      "",
    ].join("\n"),
  );
});

test.each([
  ["1.2.0", [], 1],
  ["1.2.0", ["minor"], 1],
  ["1.2.0", ["patch", "major"], 0],
  ["0.3.1", [], 1],
  ["0.3.1", ["patch"], 1],
  ["0.3.1", ["minor"], 0],
] as const)(
  "at %s and with the changesets %j, --check of a breaking change ends with %i",
  async (version, changesets, code) => {
    await repository({ version, changesets });
    expect(await diffCommand(["--check"])).toBe(code);
    expect(stderr.includes("parley diff example --write-changeset")).toBe(code === 1);
  },
);

test.each([
  [["minor"], 0],
  [["patch"], 1],
] as const)("a new option needs a minor changeset: %j ends with %i", async (changesets, code) => {
  await repository({ released: broken, working: published, changesets });
  expect(await diffCommand(["--check"])).toBe(code);
});

test("before the first release nothing is compared, and --check passes", async () => {
  await repository({ version: "0.0.0", released: null });
  expect(await diffCommand(["--check"])).toBe(0);
  expect(stdout).toBe("@parley/example: nothing is published yet\n");
});

test("a release that has not recorded its description fails, and says how to mend that", async () => {
  await repository({ version: "0.1.0", released: null });
  await expect(diffCommand(["--check"])).rejects.toThrow("parley diff example --record");
});

test("the same description passes without a changeset", async () => {
  await repository({ working: published });
  expect(await diffCommand(["--check"])).toBe(0);
  expect(stdout).toBe("@parley/example: the description is that of 1.2.0\n");
});

test("the proposed changeset names the package, the level and the changes, and satisfies --check", async () => {
  const root = await repository({ version: "0.3.1" });
  expect(await diffCommand(["--write-changeset"])).toBe(0);
  expect(stderr).toBe("written  .changeset/description-of-example.md\n");
  expect(await readFile(join(root, ".changeset/description-of-example.md"), "utf8")).toBe(
    [
      "---",
      '"@parley/example": minor',
      "---",
      "",
      "The description of example has changed.",
      "",
      "What breaks:",
      "",
      `- ${SENTENCE}`,
      "",
    ].join("\n"),
  );
  stderr = "";
  expect(await diffCommand(["--check", "--write-changeset"])).toBe(0);
  expect(stderr).toBe("@parley/example: the changesets say enough, and none is written\n");
});

test("--format json has the levels, the sentences and what is needed", async () => {
  await repository({ version: "0.3.1", changesets: ["patch"] });
  expect(await diffCommand(["--format", "json"])).toBe(0);
  expect(JSON.parse(stdout)).toEqual([
    {
      provider: "example",
      package: "@parley/example",
      published: "0.3.1",
      changes: [{ level: "major", subject: "things.get", says: SENTENCE }],
      level: "major",
      needed: "minor",
      declared: "patch",
      isDeclared: false,
    },
  ]);
});

test("--record keeps the bundle of a release, after which nothing differs", async () => {
  const root = await repository({ released: null });
  expect(await diffCommand(["--record"])).toBe(0);
  expect(stdout).toBe("written  specs/example/published.json\n");
  const { json } = await loadDescription(join(root, "specs/example"));
  expect(await readFile(join(root, "specs/example/published.json"), "utf8")).toBe(json);
  expect(await diffCommand(["--check"])).toBe(0);
});

test("--record refuses a package that has no version yet", async () => {
  await repository({ version: "0.0.0", released: null });
  await expect(diffCommand(["--record"])).rejects.toThrow("raise the versions first");
});

test("--against compares with a file or with the folder of a package", async () => {
  const root = await repository({ released: null });
  await writeFile(join(root, "old.json"), JSON.stringify(published));
  expect(await diffCommand(["example", "--against", "old.json"])).toBe(0);
  expect(stdout).toContain(SENTENCE);

  const installed = await folderWith({ "src/generated/openapi.json": published });
  stdout = "";
  expect(await diffCommand(["example", "--against", installed])).toBe(0);
  expect(stdout).toContain(SENTENCE);
});

test("--against compares with a commit, and says so where git has none", async () => {
  const root = await repository({ released: null });
  const generated = join(root, "packages/example/src/generated/openapi.json");
  const git = (...args: readonly string[]): void => {
    const author = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    execFileSync("git", [...author, ...args], { cwd: root, stdio: "ignore" });
  };
  git("init");
  await mkdir(dirname(generated), { recursive: true });
  await writeFile(generated, JSON.stringify(published));
  git("add", ".");
  git("commit", "-m", "First");
  await rm(generated);
  expect(await diffCommand(["example", "--against", "git:HEAD"])).toBe(0);
  expect(stdout).toContain(SENTENCE);
  await expect(diffCommand(["example", "--against", "git:v9"])).rejects.toThrow(
    /git:v9#\n {2}git has no description of it: .*git fetch --unshallow --tags/,
  );
});

test.each([
  [["--against", "nowhere.json"], "There is no such file or folder"],
  [["--against", "specs/example/openapi.yaml"], "It is no bundled description"],
  [["--against", "wrong.json"], "wrong.json#/paths"],
])("%j is told as a fault of what is compared with", async (args, message) => {
  const root = await repository({ released: null });
  await writeFile(join(root, "specs/example/openapi.yaml"), "openapi: 3.1.1");
  await writeFile(join(root, "wrong.json"), JSON.stringify({ ...published, paths: [] }));
  const failure = diffCommand(["example", ...args]);
  await expect(failure).rejects.toThrow(DescriptionError);
  await expect(failure).rejects.toThrow(message);
});

test.each([
  [["exampel"], "did you mean `example`"],
  [["--format", "xml"], 'There is no format "xml"'],
  [["--chekc"], "--chekc"],
])("%j is told as a wrong call", async (args, message) => {
  await repository({});
  await expect(diffCommand(args)).rejects.toThrow(message);
});

test("a file that is no changeset is told", async () => {
  const root = await repository({});
  await writeFile(join(root, ".changeset/broken.md"), "Only words.");
  await expect(diffCommand(["--check"])).rejects.toThrow(".changeset/broken.md");
});

test("without a folder of changesets nothing can be proposed, and the remedy is named", async () => {
  const root = await repository({});
  await rm(join(root, ".changeset"), { recursive: true });
  await expect(diffCommand(["--write-changeset"])).rejects.toThrow("changeset init");
});
