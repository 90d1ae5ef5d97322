#!/usr/bin/env node
// Requests a second and CPU a request on loopback, 50 at once, the whole stack on:
//
//   pnpm bench:throughput
//
// The server is a process of its own; candidates run in one process, in rounds whose order changes;
// ratios are medians of the rounds' own ratios.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createUndiciFetch } from "@parley/runtime/undici";
import createOpenapiFetch from "openapi-fetch";
import { Agent, request } from "undici";
import { createParley, GET_PATH, POST_PATH, TOKEN } from "./candidate-client.ts";
import {
  type Candidate,
  check,
  KINDS,
  type Kind,
  median,
  printTable,
  printVersions,
  verdict,
} from "./report.ts";
import type { LastRequest, Started } from "./throughput-server.ts";

const ROUNDS = 9;
const CALLS = 4000;
const CONCURRENCY = 50;

// Calls of each candidate before any is timed: what is compiled late would count against whoever
// is compiled last.
const WARM_UP = 12_000;

/** What is asked for, as a share of raw fetch. */
const TARGET = { get: 3.5, post: 5, cpu: 0.25 };

const server = fork(fileURLToPath(new URL("./throughput-server.ts", import.meta.url)));

async function said<Message>(): Promise<Message> {
  // The server is this benchmark's own.
  const [message] = (await once(server, "message")) as [Message];
  return message;
}

const { url, answers } = await said<Started>();

const authorization = `Bearer ${TOKEN}`;
const message = { text: "Your appointment is tomorrow. ".repeat(30), to: "+15550100" };
const path = { project_id: "project-42", conversation_id: "01HVN8R5J3K7M9P2Q4S6T8W0X1" };
const query = { page_size: 50, view: "WITH_METADATA" };

const targets = {
  get: `${url}/projects/project-42/conversations/${path.conversation_id}/messages?page_size=50&view=WITH_METADATA`,
  post: `${url}/projects/project-42/messages`,
};
const accept = "application/json";
const get = { headers: { accept, authorization } };
const postOf = () => ({
  method: "POST" as const,
  headers: { accept, authorization, "content-type": "application/json" },
  body: JSON.stringify(message),
});

/** What a description's types would say, as far as these calls go. */
interface Paths {
  [GET_PATH]: {
    get: {
      parameters: { path: typeof path; query: typeof query };
      responses: { 200: { content: { "application/json": unknown } } };
    };
  };
  [POST_PATH]: {
    post: {
      parameters: { path: Pick<typeof path, "project_id"> };
      requestBody: { content: { "application/json": typeof message } };
      responses: { 200: { content: { "application/json": unknown } } };
    };
  };
}

const bare = createOpenapiFetch<Paths>({ baseUrl: url, headers: { authorization } });
const { project_id, conversation_id } = path;
const calls = { get: { conversation_id, ...query }, post: message };
// What createUndiciFetch makes for itself, so that the two have as many connections.
const dispatcher = new Agent();

const candidates: Readonly<Record<string, Candidate>> = {
  "raw fetch": {
    get: async () => (await fetch(targets.get, get)).json() as Promise<unknown>,
    post: async () => (await fetch(targets.post, postOf())).json() as Promise<unknown>,
  },
  "openapi-fetch": {
    get: async () => (await bare.GET(GET_PATH, { params: { path, query } })).data,
    post: async () =>
      (await bare.POST(POST_PATH, { params: { path: { project_id } }, body: message })).data,
  },
  "undici.request": {
    get: async () => (await request(targets.get, { dispatcher, ...get })).body.json(),
    post: async () => (await request(targets.post, { dispatcher, ...postOf() })).body.json(),
  },
  "parley, fetch": createParley(url, calls, undefined),
  "parley, undici": createParley(url, calls, createUndiciFetch()),
};

async function checkFixture(): Promise<void> {
  for (const [name, candidate] of Object.entries(candidates)) {
    for (const kind of KINDS) {
      const data = await candidate[kind]();
      server.send("last");
      const last = await said<LastRequest>();
      const where = `${name}, ${kind}`;
      check(JSON.stringify(data) === answers[kind], `${where}: other data`);
      check(last.authorization === authorization, `${where}: no credentials`);
      check(last.method === kind.toUpperCase(), `${where}: sent ${last.method}`);
      check(last.body === (kind === "post" ? JSON.stringify(message) : ""), `${where}: other body`);
      check(`${url}${last.url}` === targets[kind], `${where}: asked for ${last.url}`);
    }
  }
}

/** What a candidate did in a round. */
interface Outcome {
  /** Requests a second. */
  readonly rate: number;
  /** Microseconds of CPU a request, of this process. */
  readonly cpu: number;
}

async function run(call: Candidate[Kind], count: number): Promise<Outcome> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let left = count;
  const work = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { rate: count / seconds, cpu: (user + system) / count };
}

async function measure(kind: Kind) {
  const entries = Object.entries(candidates);
  for (const [, candidate] of entries) await run(candidate[kind], WARM_UP);
  const rounds: Record<string, Outcome>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const outcomes: Record<string, Outcome> = {};
    // Every other round runs the other way round, so that nobody always follows the same one.
    for (const [name, candidate] of round % 2 === 0 ? entries : entries.toReversed()) {
      outcomes[name] = await run(candidate[kind], CALLS);
    }
    rounds.push(outcomes);
  }
  const of = (name: string, figure: keyof Outcome, beside?: string) =>
    median(
      rounds.map(
        (outcomes) =>
          (outcomes[name]?.[figure] ?? NaN) /
          (beside === undefined ? 1 : (outcomes[beside]?.[figure] ?? NaN)),
      ),
    );
  return entries.map(([name]) => ({
    name,
    rate: of(name, "rate"),
    cpu: of(name, "cpu"),
    rateRatio: of(name, "rate", "raw fetch"),
    cpuRatio: of(name, "cpu", "raw fetch"),
  }));
}

await checkFixture();
printVersions(["openapi-fetch", "undici"]);
for (const kind of KINDS) {
  const rows = await measure(kind);
  console.log(
    `\n${kind.toUpperCase()}: ${ROUNDS} rounds of ${CALLS} calls, ${CONCURRENCY} at once, medians\n`,
  );
  printTable(
    ["client", "requests a second", "CPU us a request", "rate to raw fetch", "CPU to raw fetch"],
    rows.map(({ name, rate, cpu, rateRatio, cpuRatio }) => [
      name,
      rate.toFixed(0),
      cpu.toFixed(0),
      rateRatio.toFixed(2),
      cpuRatio.toFixed(2),
    ]),
  );
  for (const { name, rateRatio, cpuRatio } of rows.slice(-1)) {
    console.log(
      `\n${name} serves at least ${TARGET[kind]} times raw fetch: ${verdict(rateRatio >= TARGET[kind])}; by at most ${TARGET.cpu} of its CPU: ${verdict(cpuRatio <= TARGET.cpu)}`,
    );
  }
}
// Connections are kept alive, the platform's own among them: nothing is left to wait for.
server.kill();
process.exit(0);
