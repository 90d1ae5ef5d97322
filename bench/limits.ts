#!/usr/bin/env node
// Whether limits are kept and used up, and tokens asked for once, by one process and by four:
//
//   pnpm bench:limits
//
// Needs a Redis or Valkey server; where there is none, Debian's is installed.
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { fileURLToPath } from "node:url";
import { startRedis } from "../packages/redis/src/test-helpers/start-redis.ts";
import type { MemberSettings, MemberTask } from "./limits-member.ts";
import { check, printTable, printVersions } from "./report.ts";
import { createTokenBucket } from "./token-bucket.ts";

const LIMIT = { requests: 5, interval: 1000 };
const CALLS = 50;
// The first five go at once, and five more every second.
const IDEAL = (CALLS / LIMIT.requests - 1) * LIMIT.interval;
const TARGET = 1.05;
const CALLERS = 1000;
const PROCESSES = 4;
const HOUR = 3_600_000;

/** Says whether a request that comes now is within the limit. */
type Counter = () => boolean;

/** Counts those that it let in within the last interval. */
function slidingWindow(): Counter {
  let times: number[] = [];
  return () => {
    const now = performance.now();
    times = times.filter((time) => time > now - LIMIT.interval);
    if (times.length >= LIMIT.requests) return false;
    times.push(now);
    return true;
  };
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  check(typeof address === "object" && address !== null, "the server has no port");
  return `http://127.0.0.1:${(address as { port: number }).port}/`;
}

async function startLimited(createCounter: () => Counter) {
  let counter = createCounter();
  let refused = 0;
  const url = await listen((request, response) => {
    request.resume();
    const isWithin = counter();
    if (!isWithin) refused += 1;
    response.writeHead(isWithin ? 200 : 429).end();
  });
  return {
    url,
    refused: () => refused,
    reset() {
      counter = createCounter();
      refused = 0;
    },
  };
}

async function startTokenEndpoint() {
  let asked = 0;
  const url = await listen((request, response) => {
    request.resume();
    asked += 1;
    const body = JSON.stringify({ access_token: `token-${asked}`, expires_in: 3600 });
    // Long enough for all callers to come while it is asked.
    setTimeout(() => response.setHeader("content-type", "application/json").end(body), 200);
  });
  return { url, asked: () => asked };
}

async function startMembers(count: number, settings: MemberSettings) {
  const module = fileURLToPath(new URL("./limits-member.ts", import.meta.url));
  const members = Array.from({ length: count }, () => fork(module, [JSON.stringify(settings)]));
  await Promise.all(members.map((member) => once(member, "message")));
  return {
    /** Divides the calls among the processes; how many succeeded. */
    async run(task: MemberTask) {
      const shares = members.map((member, index) => {
        const calls = Math.floor((task.calls + index) / members.length);
        return tell(member, { ...task, calls });
      });
      return (await Promise.all(shares)).reduce((sum, one) => sum + one, 0);
    },
    stop: () => members.forEach((member) => member.disconnect()),
  };
}

async function tell(member: ChildProcess, task: MemberTask): Promise<number> {
  member.send(task);
  const [{ succeeded, error }] = (await once(member, "message")) as [
    { succeeded: number; error?: string },
  ];
  if (error !== undefined) console.error(error);
  return succeeded;
}

/** A server that never refuses would let any client look well-behaved. */
async function checkServer(name: string, server: Awaited<ReturnType<typeof startLimited>>) {
  const overrun = Array.from({ length: LIMIT.requests * 2 }, () =>
    fetch(server.url, { method: "POST" }),
  );
  const statuses = new Set((await Promise.all(overrun)).map(({ status }) => status));
  check(statuses.has(200), `the ${name} lets nobody in`);
  check(statuses.has(429) && server.refused() > 0, `the ${name} refuses nobody when it is overrun`);
  server.reset();
}

const servers = {
  "sliding window": await startLimited(slidingWindow),
  "token bucket": await startLimited(() => createTokenBucket(LIMIT)),
};
for (const [name, server] of Object.entries(servers)) await checkServer(name, server);
const endpoint = await startTokenEndpoint();
const redisServer = await startRedis();

const fleets = [1, PROCESSES];
const limitRows: string[][] = [];
const tokenRows: string[][] = [];
let isKept = true;

for (const processes of fleets) {
  const redis = {
    url: redisServer.url,
    prefix: "bench",
    encryptionKey: randomBytes(32).toString("base64"),
  };
  const settings = { tokenUrl: endpoint.url, ...(processes > 1 && { redis }) };
  const members = await startMembers(processes, settings);
  const who = processes === 1 ? "1 process" : `${processes} processes over Redis`;
  for (const [name, server] of Object.entries(servers)) {
    server.reset();
    const startedAt = performance.now();
    const task = { do: "send", url: server.url, calls: CALLS, limit: LIMIT } as const;
    const succeeded = await members.run(task);
    const total = performance.now() - startedAt;
    const ratio = total / IDEAL;
    const isGood = succeeded === CALLS && server.refused() === 0 && ratio <= TARGET;
    isKept &&= isGood;
    const figures = [
      `${succeeded} of ${CALLS}`,
      String(server.refused()),
      `${(total / 1000).toFixed(2)} s`,
    ];
    limitRows.push([who, name, ...figures, `${ratio.toFixed(3)}x`, isGood ? "yes" : "NO"]);
    // What the one server has counted is not for the other.
    await new Promise((resolve) => {
      setTimeout(resolve, LIMIT.interval * 1.1);
    });
  }
  await members.run({ do: "token", calls: processes, later: 0 });
  const before = endpoint.asked();
  const succeeded = await members.run({ do: "token", calls: CALLERS, later: HOUR });
  const asked = endpoint.asked() - before;
  const isGood = succeeded === CALLERS && asked === 1;
  isKept &&= isGood;
  tokenRows.push([who, `${succeeded} of ${CALLERS}`, String(asked), isGood ? "yes" : "NO"]);
  members.stop();
}
await redisServer.stop();

printVersions(["@parley/redis"]);
console.log(
  `\n${CALLS} calls at once, at a server that allows ${LIMIT.requests} a second (ideal: ${IDEAL / 1000} s):\n`,
);
printTable(
  ["who", "the server counts by", "succeeded", "answers with 429", "total", "of the ideal", "kept"],
  limitRows,
);
console.log(`\n${CALLERS} callers at once, with a token that has expired:\n`);
printTable(["who", "succeeded", "token requests", "kept"], tokenRows);
process.exit(isKept ? 0 : 1);
