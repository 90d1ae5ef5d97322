#!/usr/bin/env node
// What a call costs above the platform's own `fetch`, against a stub in its place:
//
//   pnpm bench:call
//
// All candidates run in one process, in rounds whose order changes; ratios are medians of the
// rounds' own ratios, so that a slow moment of the machine falls on all of them.
import createOpenapiFetch from "openapi-fetch";
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

const ROUNDS = 21;
const CALLS = 2000;

/** At most this much of raw fetch is asked for, and less than openapi-fetch. */
const TARGET = 1.3;

const BASE_URL = "https://api.example.com/v1";
const path = { project_id: "project-42", conversation_id: "01HVN8R5J3K7M9P2Q4S6T8W0X1" };
const query = { page_size: 50, view: "WITH_METADATA", start_time: "2026-11-21T00:00:00Z" };
const message = {
  app_id: "01HVN8R5J3K7M9P2Q4S6T8W0X1",
  recipient: { contact_id: "01HVN8R5J3K7M9P2Q4S6T8W0X2" },
  message: { text_message: { text: "Your appointment is tomorrow. ".repeat(26) } },
  callback_url: "https://hooks.example.com/parley",
};
const listed = {
  messages: Array.from({ length: 4 }, (_, index) => ({
    id: `01HVN8R5J3K7M9P2Q4S6T8W0X${index}`,
    direction: "TO_APP",
    contact_message: { text_message: { text: "See you tomorrow, and thank you for the note." } },
    channel_identity: { channel: "WHATSAPP", identity: "+15550100", app_id: path.project_id },
    accept_time: "2026-11-21T08:15:30.123Z",
    metadata: "",
  })),
  next_page_token: "token-2",
};
const sent = { message_id: "01HVN8R5J3K7M9P2Q4S6T8W0X9", accepted_time: "2026-11-21T08:15:30Z" };

const bodies = { GET: JSON.stringify(listed), POST: JSON.stringify(sent) };
const headers = { "content-type": "application/json" };

/** The last request that the stub saw, to check that all candidates ask for the same. */
let seen = { method: "", url: "", body: "", authorization: "" };
let watching = false;

/** Answers at once, as `fetch` would: with a fresh Response. */
async function stub(input: string | Request, init?: RequestInit): Promise<Response> {
  const given = typeof input === "string" ? init : input;
  if (watching) await watch(input, init);
  return new Response(given?.method === "POST" ? bodies.POST : bodies.GET, { headers });
}

async function watch(input: string | Request, init: RequestInit | undefined): Promise<void> {
  const request = typeof input === "string" ? new Request(input, init) : input.clone();
  seen = {
    method: request.method,
    url: request.url,
    body: await request.text(),
    authorization: request.headers.get("authorization") ?? "",
  };
}

const authorization = `Bearer ${TOKEN}`;
const urlOf = (name: string) => `${BASE_URL}/projects/${path.project_id}/${name}`;

const raw: Candidate = {
  get: async () => {
    const search = new URLSearchParams({ ...query, page_size: String(query.page_size) });
    const conversation = encodeURIComponent(path.conversation_id);
    const url = `${urlOf(`conversations/${conversation}/messages`)}?${search}`;
    const response = await stub(url, { headers: { accept: "application/json", authorization } });
    return response.json() as Promise<unknown>;
  },
  post: async () => {
    const response = await stub(urlOf("messages"), {
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        authorization,
      },
      body: JSON.stringify(message),
    });
    return response.json() as Promise<unknown>;
  },
};

/** What a description's types would say, as far as these calls go. */
interface Paths {
  [GET_PATH]: {
    get: {
      parameters: { path: typeof path; query: typeof query };
      responses: { 200: { content: { "application/json": typeof listed } } };
    };
  };
  [POST_PATH]: {
    post: {
      parameters: { path: Pick<typeof path, "project_id"> };
      requestBody: { content: { "application/json": typeof message } };
      responses: { 200: { content: { "application/json": typeof sent } } };
    };
  };
}

const bare = createOpenapiFetch<Paths>({
  baseUrl: BASE_URL,
  fetch: stub,
  headers: { authorization },
});
const { conversation_id, project_id } = path;
const openapiFetch: Candidate = {
  get: async () => (await bare.GET(GET_PATH, { params: { path, query } })).data,
  post: async () =>
    (await bare.POST(POST_PATH, { params: { path: { project_id } }, body: message })).data,
};

const parley = createParley(BASE_URL, { get: { conversation_id, ...query }, post: message }, stub);

const candidates: Readonly<Record<string, Candidate>> = {
  "raw fetch": raw,
  "openapi-fetch": openapiFetch,
  parley,
};

async function checkFixture(): Promise<void> {
  const search = "page_size=50&view=WITH_METADATA&start_time=2026-11-21T00%3A00%3A00Z";
  const expected = {
    get: { data: listed, url: `${urlOf(`conversations/${conversation_id}/messages`)}?${search}` },
    post: { data: sent, url: urlOf("messages") },
  };
  watching = true;
  for (const [name, candidate] of Object.entries(candidates)) {
    for (const kind of KINDS) {
      const { data, url } = expected[kind];
      const body = kind === "post" ? JSON.stringify(message) : "";
      const got = await candidate[kind]();
      const where = `${name}, ${kind}`;
      check(JSON.stringify(got) === JSON.stringify(data), `${where}: other data`);
      check(seen.method === kind.toUpperCase(), `${where}: sent ${seen.method}`);
      check(seen.authorization === authorization, `${where}: no credentials`);
      check(seen.url === url, `${where}: asked for ${seen.url}`);
      check(seen.body === body, `${where}: other body`);
    }
  }
  watching = false;
}

/** Microseconds that a call takes, one after the other. */
async function time(call: Candidate[Kind], calls: number): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < calls; index++) await call();
  return ((performance.now() - start) * 1000) / calls;
}

async function measure(kind: Kind) {
  const entries = Object.entries(candidates);
  for (const [, candidate] of entries) await time(candidate[kind], CALLS * 3);
  const rounds: Record<string, number>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Every other round runs the other way round, so that nobody always follows the same one.
    const order = round % 2 === 0 ? entries : entries.toReversed();
    const times: Record<string, number> = {};
    for (const [name, candidate] of order) times[name] = await time(candidate[kind], CALLS);
    rounds.push(times);
  }
  const of = (name: string, beside?: string) =>
    median(
      rounds.map(
        (times) => (times[name] ?? NaN) / (beside === undefined ? 1 : (times[beside] ?? NaN)),
      ),
    );
  return entries.map(([name]) => ({
    name,
    microseconds: of(name),
    toRawFetch: of(name, "raw fetch"),
    toOpenapiFetch: of(name, "openapi-fetch"),
  }));
}

await checkFixture();
printVersions(["openapi-fetch"]);
for (const kind of KINDS) {
  const rows = await measure(kind);
  console.log(`\n${kind.toUpperCase()}: ${ROUNDS} rounds of ${CALLS} calls, medians\n`);
  printTable(
    ["client", "us a call", "to raw fetch", "to openapi-fetch"],
    rows.map(({ name, microseconds, toRawFetch, toOpenapiFetch }) => [
      name,
      microseconds.toFixed(1),
      toRawFetch.toFixed(2),
      toOpenapiFetch.toFixed(2),
    ]),
  );
  for (const { name, toRawFetch, toOpenapiFetch } of rows.slice(-1)) {
    console.log(
      `\n${name} takes at most ${TARGET} of raw fetch: ${verdict(toRawFetch <= TARGET)}; less than openapi-fetch: ${verdict(toOpenapiFetch < 1)}`,
    );
  }
}
