import { appendFileSync, readFileSync, statSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { mockTest } from "@parley/mock/vitest";
import {
  listen,
  type ProgramOptions,
  startProgram,
  temporaryFolder,
} from "@parley-examples/test-helpers";
import { vi } from "vitest";

// Programs are started, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const program = fileURLToPath(new URL("main.ts", import.meta.url));
const test = mockTest({ provider: "rapidpro" });

/** The contacts of the mock's three pages. */
const SAMPLES = ["Sample One", "Sample Two", "Sample Three"];

function start(url: string, command: readonly string[], options: ProgramOptions = {}) {
  const env = { RAPIDPRO_TOKEN: "token", RAPIDPRO_BASE_URL: url, ...options.env };
  return startProgram([program, ...command], { ...options, env });
}

/** What is in an export, parsed: one that ends in the middle of a line throws. */
function readLines(path: string): { readonly name: string }[] {
  const text = readFileSync(path, "utf8");
  if (!text.endsWith("\n")) throw new Error(`${path} ends in the middle of a line.`);
  // The files are the program's own writing.
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { readonly name: string });
}

function cursorOf(path: string | undefined): string | null {
  return new URL(path ?? "", "http://mock").searchParams.get("cursor");
}

test("every contact of every page becomes a line, in order", async ({ mock, expect }) => {
  using folder = temporaryFolder();
  const output = folder.file("contacts.jsonl");
  const { code, stderr } = await start(mock.url, [output]).exit;

  expect(stderr).toContain("1 contacts, page 1\n2 contacts, page 2\n3 contacts, page 3\n");
  expect(code).toBe(0);
  expect(readLines(output).map(({ name }) => name)).toEqual(SAMPLES);
  expect(readLines(output)[0]).toMatchObject({ modified_on: "2025-11-05T10:15:30.125000Z" });
  expect(mock.requests.flatMap(({ violations }) => violations)).toEqual([]);
});

test("a group's export shows how much of the group it has", async ({ mock, expect }) => {
  using folder = temporaryFolder();
  const { stderr } = await start(mock.url, [folder.file("volunteers.jsonl"), "Volunteers"]).exit;

  expect(stderr).toContain("2 %, 3 contacts, page 3"); // The mock's group has 120.
  expect(mock.requests.map(({ operation }) => operation)).toEqual([
    "groups.get",
    "contacts.list",
    "contacts.list",
    "contacts.list",
  ]);
  expect(mock.requests[1]?.path).toContain("group=Volunteers");
});

test("an export that failed goes on at the cursor where it stopped", async ({ mock, expect }) => {
  using folder = temporaryFolder();
  const output = folder.file("contacts.jsonl");
  mock.respondWith("contacts.list", {}, { status: 403, example: "notPermitted" });
  const failed = await start(mock.url, [output]).exit;
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain("Run it again to go on.");
  expect(readLines(output).map(({ name }) => name)).toEqual(["Sample One"]);
  // What a crash between the page and the state leaves behind.
  appendFileSync(output, `{"name":"Sample Two"}\n{"name":"Sam${"m".repeat(10_000)}`);

  const before = mock.requests.length;
  const { code } = await start(mock.url, [output]).exit;
  expect(code).toBe(0);
  expect(readLines(output).map(({ name }) => name)).toEqual(SAMPLES);
  expect(cursorOf(mock.requests[before]?.path)).toBe(cursorOf(mock.requests[before - 1]?.path));
  expect(cursorOf(mock.requests[before]?.path)).not.toBeNull();
  expect(mock.requests).toHaveLength(before + 2);
});

test("an export that is done asks for nothing more", async ({ mock, expect }) => {
  using folder = temporaryFolder();
  const output = folder.file("contacts.jsonl");
  await start(mock.url, [output]).exit;
  const before = mock.requests.length;
  const { code, stderr } = await start(mock.url, [output]).exit;

  expect(code).toBe(0);
  expect(stderr).toContain("3 contacts are in");
  expect(mock.requests).toHaveLength(before);
});

test("an export is not continued as that of another group", async ({ mock, expect }) => {
  using folder = temporaryFolder();
  const output = folder.file("contacts.jsonl");
  await start(mock.url, [output]).exit;
  const { code, stderr } = await start(mock.url, [output, "Volunteers"]).exit;

  expect(code).not.toBe(0);
  expect(stderr).toContain("is of an export of all contacts; name the same group");
  expect(readLines(output)).toHaveLength(3);
});

test("Ctrl+C ends it at a whole page, and the next run has each contact once", async ({
  expect,
}) => {
  using folder = temporaryFolder();
  const output = folder.file("contacts.jsonl");
  const cursors: (string | null)[] = [];
  let isHolding = true;
  await using server = await listen((request, response) => {
    const cursor = cursorOf(request.url);
    cursors.push(cursor);
    const page = Number(cursor ?? 1);
    if (page === 3 && isHolding) return; // The page that never comes.
    sendPage(response, page, 5, [{ uuid: String(page), name: `Contact ${page}` }], server.url);
  });
  using interrupted = start(server.url, [output]);
  await interrupted.prints(/2 contacts, page 2/);
  await until(() => cursors.length === 3);
  interrupted.kill("SIGINT");
  const { code, stderr } = await interrupted.exit;
  expect(code).toBe(130);
  expect(stderr).toContain("Interrupted; run it again to go on.");
  expect(readLines(output)).toHaveLength(2);

  isHolding = false;
  await start(server.url, [output]).exit;
  expect(cursors).toEqual([null, "2", "3", "3", "4", "5"]);
  expect(readLines(output).map(({ name }) => name)).toEqual(
    [1, 2, 3, 4, 5].map((page) => `Contact ${page}`),
  );
});

test(
  "an export that is larger than the memory goes through",
  { timeout: 30_000 },
  async ({ expect }) => {
    using folder = temporaryFolder();
    const output = folder.file("contacts.jsonl");
    const fields = Object.fromEntries(
      Array.from({ length: 40 }, (_, field) => [`field_${field}`, "x".repeat(40)]),
    );
    const contacts = Array.from({ length: 250 }, (_, index) => ({
      uuid: String(index),
      name: `Contact ${index}`,
      fields,
    }));
    await using server = await listen((request, response) =>
      sendPage(response, Number(cursorOf(request.url) ?? 1), 30, contacts, server.url),
    );
    const { code, stderr } = await start(server.url, [output], {
      env: { NODE_OPTIONS: "--max-old-space-size=16" },
    }).exit;

    expect(stderr).toContain("7,500 contacts, page 30");
    expect(code).toBe(0);
    expect(statSync(output).size).toBeGreaterThan(14 * 1024 * 1024);
  },
);

function sendPage(
  response: ServerResponse,
  page: number,
  pages: number,
  results: readonly object[],
  url: string,
): void {
  const next = page < pages ? `${url}/contacts.json?cursor=${page + 1}` : null;
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ next, previous: null, results }));
}

/** Waits for what another process does. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}
