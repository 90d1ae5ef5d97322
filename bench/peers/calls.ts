// What a call costs and allocates above the platform's own `fetch`, against a stub in its place.
import { PerformanceObserver } from "node:perf_hooks";
import { answers } from "../answers.ts";
import { KINDS } from "../report.ts";
import { createClients, type Target } from "./clients.ts";
import { checkClients, TOKEN } from "./requests.ts";
import { measureInRounds, runSection } from "./section.ts";
import type { LastRequest } from "../throughput-server.ts";

const CALLS = 500;
// All that they allocate fits into the young generation that this process is started with.
const COUNTED_CALLS = 200;

const headers = { "content-type": "application/json" };
const token = JSON.stringify({ access_token: TOKEN, expires_in: 3600, token_type: "bearer" });

let last: LastRequest = {
  method: undefined,
  url: undefined,
  body: undefined,
  authorization: undefined,
};
let watching = false;

/** Answers at once, as `fetch` would: with a fresh Response. */
async function stub(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  // What clients give: a Request, or its parts.
  const url = input instanceof Request ? input.url : String(input);
  const method = init?.method ?? (input instanceof Request ? input.method : "GET");
  if (url.endsWith("/oauth2/token")) return new Response(token, { headers });
  if (watching) await watch(input, init);
  return new Response(method.toUpperCase() === "POST" ? answers.post : answers.get, { headers });
}

async function watch(input: string | URL | Request, init: RequestInit | undefined): Promise<void> {
  const request = input instanceof Request ? input.clone() : new Request(input, init);
  last = {
    method: request.method,
    url: request.url,
    body: await request.text(),
    authorization: request.headers.get("authorization") ?? undefined,
  };
}

await runSection(async ({ rounds, folder }) => {
  const target: Target = { baseUrl: "https://api.example.com", folder, fetch: stub };
  const clients = await createClients(target);
  watching = true;
  await checkClients(clients, async () => last);
  watching = false;

  const names = Object.keys(clients);
  for (const client of Object.values(clients)) {
    for (const kind of KINDS) await time(client[kind], CALLS * 3);
  }
  const { of, noise } = await measureInRounds(names, rounds, async (name) => ({
    get: await time(clients[name]?.get, CALLS),
    post: await time(clients[name]?.post, CALLS),
    getBytes: await allocated(clients[name]?.get),
    postBytes: await allocated(clients[name]?.post),
  }));
  return {
    title: "A call",
    about:
      "One after the other, against a stub in place of `fetch` that answers with a fresh `Response`: microseconds, of which those of `raw fetch` are the platform's own, and kilobytes that are allocated. axios by its adapter for `fetch`; the Sinch SDK by node-fetch, whose `Response` is another.",
    columns: [
      { title: "GET, us", digits: 1 },
      { title: "to raw fetch", digits: 2 },
      { title: "POST, us", digits: 1 },
      { title: "to raw fetch", digits: 2 },
      { title: "GET, kB", digits: 1 },
      { title: "POST, kB", digits: 1 },
    ],
    rows: names.map((name) => ({
      name,
      figures: [
        of(name, "get"),
        of(name, "get", "raw fetch"),
        of(name, "post"),
        of(name, "post", "raw fetch"),
        of(name, "getBytes") / 1000,
        of(name, "postBytes") / 1000,
      ],
    })),
    noise,
    charted: { column: 0, unit: "microseconds a GET", better: "less" },
  };
});

type Call = (() => PromiseLike<unknown>) | undefined;

/** Microseconds that a call takes. */
async function time(call: Call, calls: number): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < calls; index++) await call?.();
  return ((performance.now() - start) * 1000) / calls;
}

/** Bytes that a call allocates; none where garbage was collected meanwhile. */
async function allocated(call: Call): Promise<number> {
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  globalThis.gc?.();
  observer.observe({ entryTypes: ["gc"] });
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < COUNTED_CALLS; index++) await call?.();
  const bytes = process.memoryUsage().heapUsed - before;
  // Entries come with the next turn of the event loop.
  await new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
  observer.disconnect();
  return collections === 0 ? bytes / COUNTED_CALLS : Number.NaN;
}
