import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test } from "vitest";
import { type FaultServer, listenFaults } from "./fault-server.js";
import { type FaultName, faults } from "./faults.js";
import type { SendManyLine, SendManyReport, SendManyTask } from "./send-many.js";
import { until } from "./test-client.js";

const PROGRAM = join(import.meta.dirname, "send-many.ts");

// In the test's name: what a request meets depends on it, on the id and on the attempt alone.
const SEED = 20_261_121;

const FAILURES = Object.keys(faults).filter((name) => name !== "none") as FaultName[];

/** From 0 to 1, the same for the same text: FNV-1a, then MurmurHash3's finalizer. */
function randomOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

function idOf(url: string | undefined): string {
  return new URL(url ?? "", "http://127.0.0.1").searchParams.get("id") ?? "";
}

/** A server that fails three of ten requests, in every way. */
async function listenFailing() {
  const attempts = new Map<string, number>();
  const met = new Map<FaultName, number>();
  const server = await listenFaults(({ url }) => {
    const id = idOf(url);
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    const draw = randomOf(`${SEED}/${id}/${attempt}`) / 0.3;
    const name = FAILURES[Math.floor(draw * FAILURES.length)] ?? "none";
    met.set(name, (met.get(name) ?? 0) + 1);
    return faults[name];
  });
  return { server, attempts, met };
}

async function unusedPort(): Promise<number> {
  await using server = await listenFaults(() => faults.none);
  return Number(new URL(server.url).port);
}

/** How often the server acted on each send: the whole body had come, and it was not refused. */
function actsOf({ received }: FaultServer): ReadonlyMap<string, number> {
  const acts = new Map<string, number>();
  for (const { url, refused } of received) {
    const id = idOf(url);
    if (!refused) acts.set(id, (acts.get(id) ?? 0) + 1);
  }
  return acts;
}

async function runMany(task: SendManyTask) {
  const child = fork(PROGRAM, [JSON.stringify(task)], {
    execArgv: [],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  // It has to end by itself: nothing of ours may keep it.
  child.disconnect();
  const exited = once(child, "exit");
  const ended: SendManyLine[] = [];
  let report: SendManyReport | undefined;
  if (child.stdout === null) throw new Error("The program has no output.");
  for await (const line of createInterface(child.stdout)) {
    // What the program writes.
    const value = JSON.parse(line) as SendManyLine | SendManyReport;
    if ("heap" in value) report = value;
    else ended.push(value);
  }
  const [code] = (await exited) as [number | null];
  return { ended, report, code };
}

describe.each([
  ["undici", 10_000],
  ["fetch", 5000],
] as const)("over %s", (transport, sends) => {
  test(`${sends} sends through a server that fails three of ten: none that is not safe is acted on twice, and nothing is left behind (seed ${SEED})`, async () => {
    const { server: failing, attempts, met } = await listenFailing();
    await using server = failing;
    const warmUp = 2000;
    const { ended, report, code } = await runMany({
      url: server.url,
      closedPort: await unusedPort(),
      transport,
      warmUp,
      sends,
      concurrency: 50,
      refuseEvery: 40,
    });
    expect(code).toBe(0);
    expect(ended.length).toBe(warmUp + sends);

    const acts = actsOf(server);
    const wrong = ended.filter(([id, outcome, mayHaveActed]) => {
      const times = acts.get(id) ?? 0;
      if (outcome === "ok" && times === 0) return true;
      return (id.includes("-once-") && times > 1) || (!mayHaveActed && times > 0);
    });
    // Acted on twice, called undone, or said to be done and never acted on.
    expect(wrong).toEqual([]);

    // It can only be right for the right reasons: everything has happened.
    const outcomes = new Map<string, number>();
    for (const [, outcome] of ended) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    expect([...outcomes.keys()].toSorted()).toEqual([
      "ApiError",
      "ConnectionError",
      "ResponseFormatError",
      "TimeoutError",
      "ok",
    ]);
    expect([...met.keys()].toSorted()).toEqual(Object.keys(faults).toSorted());
    const repeated = [...attempts].filter(([, count]) => count > 1);
    expect(repeated.length).toBeGreaterThan(sends / 50);
    expect(ended.some(([, , mayHaveActed]) => !mayHaveActed)).toBe(true);
    // A safe one may be acted on again; that this happens shows that the count sees it.
    expect(Math.max(...acts.values())).toBeGreaterThan(1);

    expect(report?.unhandledRejections).toBe(0);
    expect(report?.resources).toEqual([]);
    expect(report?.timers).toBe(0);
    const [before = 0, after = Infinity] = report?.heap ?? [];
    expect(after / before).toBeLessThan(1.05);
    await until(() => server.openConnections === 0);
  }, 120_000);
});
