import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createAsapp } from "@parley/asapp";
import { mockTest } from "@parley/mock/vitest";
import { listen, startProgram, temporaryFolder } from "@parley-examples/test-helpers";
import { vi } from "vitest";
import { summarize } from "./summarize.ts";

// Programs are started, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const program = fileURLToPath(new URL("main.ts", import.meta.url));
const test = mockTest({ provider: "asapp" });
const METHOD = "autoSummary.createFreeTextSummary";

/** Runs the program over a file of names. */
async function run(url: string, names: string) {
  using folder = temporaryFolder();
  const path = folder.file("conversations.txt");
  writeFileSync(path, names);
  const { code, stdout, stderr } = await startProgram([program, path], {
    env: { ASAPP_API_ID: "id", ASAPP_API_SECRET: "secret", ASAPP_BASE_URL: url },
  }).exit;
  const outcomes = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
  return { code, outcomes, report: stderr };
}

test("each conversation is asked for once, however often it is named", async ({ mock, expect }) => {
  const { code, outcomes, report } = await run(mock.url, "order-1\n\n order-2 \norder-1\n");

  expect(report).toBe("2 conversations\n2 summarized\n");
  expect(code).toBe(0);
  expect(outcomes).toHaveLength(2);
  const summary = "The customer disputed an invoice. The agent corrected it.";
  expect(outcomes).toContainEqual({ conversation: "order-1", status: "summarized", summary });
  expect(outcomes).toContainEqual({ conversation: "order-2", status: "summarized", summary });
  expect(mock.requests.map(({ body }) => body)).toEqual([
    { externalConversationId: "order-1" },
    { externalConversationId: "order-2" },
  ]);
  expect(mock.requests.flatMap(({ violations }) => violations)).toEqual([]);
});

test("one that fails does not stop the others, and the report has it by its status", async ({
  mock,
  expect,
}) => {
  const asapp = createAsapp({ apiId: "id", apiSecret: "secret", baseUrl: mock.url, retry: false });
  mock.respondWith(METHOD, { status: 404 }, { status: 422 }, { status: 503 }, {});
  const { outcomes, stopped } = await summarize({
    asapp,
    conversations: ["a", "b", "c", "d"],
    concurrency: 1,
    onOutcome: () => undefined,
  });

  expect(outcomes).toMatchObject([
    { conversation: "a", status: "unknown" },
    { conversation: "b", status: "rejected" },
    { conversation: "c", status: "failed" },
    { conversation: "d", status: "summarized" },
  ]);
  expect(stopped).toBeUndefined();
});

test("the report names what needs somebody, and the exit code says so", async ({
  mock,
  expect,
}) => {
  mock.respondWith(METHOD, { status: 404 });
  const { code, report } = await run(mock.url, "order-404\n");

  expect(report).toBe(
    "1 conversations\n1 unknown to ASAPP: check the names, and the environment\n  order-404\n",
  );
  expect(code).toBe(1);
});

test("keys that are not accepted stop the job at once", async ({ mock, expect }) => {
  const refused = { status: 401 };
  mock.respondWith(METHOD, ...Array.from({ length: 20 }, () => refused));
  const names = Array.from({ length: 20 }, (_, index) => `order-${index}\n`).join("");
  const { code, outcomes, report } = await run(mock.url, names);

  // One for each of the four that work at once.
  expect(mock.requests.length).toBeLessThanOrEqual(4);
  expect(outcomes).toEqual([]);
  expect(report).toContain("20 conversations\nstopped early: the keys are not accepted: ");
  expect(report).toContain("20 not summarized, as the job was stopped\n  order-0\n");
  expect(code).toBe(1);
});

test("four are asked for at once, never more, and ten in a second", async ({ expect }) => {
  const arrivals: number[] = [];
  let most = 0;
  let waiting: (() => void)[] = [];
  await using server = await listen((_request, response) => {
    arrivals.push(performance.now());
    waiting.push(() => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"conversationId":"1","summaryId":"2","summaryText":"Short."}');
    });
    most = Math.max(most, waiting.length);
    if (waiting.length < 4) return;
    const answers = waiting;
    // A little later, so that a fifth one would be seen.
    setTimeout(() => {
      waiting = waiting.slice(answers.length);
      for (const answer of answers) answer();
    }, 20);
  });
  const names = Array.from({ length: 16 }, (_, index) => `order-${index}\n`).join("");
  const { code } = await run(server.url, names);

  expect(code).toBe(0);
  expect(arrivals).toHaveLength(16);
  expect(most).toBe(4);
  // Sent a second apart; a busy machine may read the first one late.
  expect((arrivals[10] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(500);
});
