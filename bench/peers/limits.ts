// What becomes of 50 calls at once, at a server that allows five a second.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { RetryAgent } from "undici";
import { answers } from "../answers.ts";
import { type Candidate, check, KINDS, type Kind } from "../report.ts";
import { createTokenBucket } from "../token-bucket.ts";
import {
  axiosClient,
  heyApi,
  kyClient,
  newAgent,
  octokit,
  ofetchClient,
  openai,
  openapiFetch,
  parley,
  rawFetch,
  rawUndici,
  sinchSdk,
} from "./clients.ts";
import { isAnswer, TOKEN } from "./requests.ts";
import { runSection } from "./section.ts";

const LIMIT = { requests: 5, interval: 1000 };
const CALLS = 50;
// Of those that take one request a second, or wait for a minute; ideal are nine seconds.
const PATIENCE = 100_000;

await runSection(async ({ folder }) => {
  const server = await startServer();
  const target = { baseUrl: server.url, folder };
  const clients: Readonly<Record<string, Candidate>> = {
    "raw fetch": rawFetch(target),
    "undici, RetryAgent": rawUndici(target, new RetryAgent(newAgent())),
    "openapi-fetch": openapiFetch(target),
    "hey-api": await heyApi(target),
    ky: kyClient(target),
    ofetch: ofetchClient(target),
    axios: axiosClient(target),
    openai: openai(target),
    "octokit, with plugins": octokit(target, true),
    "Sinch SDK": sinchSdk(target),
    // What its own description would say.
    parley: parley(target, { rateLimit: { limits: { project: LIMIT } } }),
  };
  const rows = [];
  for (const [name, client] of Object.entries(clients)) {
    const figures: number[] = [];
    for (const kind of KINDS) {
      server.reset();
      const { succeeded, seconds } = await callAll(client, kind);
      figures.push(succeeded, server.refused(), seconds);
      check(server.accepted() >= succeeded, `${name}: ${succeeded} of ${server.accepted()}`);
      // What a client has counted is not for its next turn.
      await pause(LIMIT.interval * 1.1);
    }
    rows.push({ name, figures });
  }
  server.close();
  return {
    title: "Under five requests a second",
    about: `${CALLS} calls at once, at a server with a bucket of ${LIMIT.requests} tokens that is filled by ${LIMIT.requests} a second, and that else answers 429 with \`Retry-After: 1\`: how many succeeded, how many 429s it gave, and seconds until the last success. Ideal are ${CALLS}, 0 and 9.0. Each with its defaults, but for the limit that Parley is told and octokit's plugins, told to try three times; what takes longer than ${PATIENCE / 1000} s is not waited for.`,
    columns: [
      { title: "GET succeeded", digits: 0 },
      { title: "429s", digits: 0 },
      { title: "s", digits: 2 },
      { title: "POST succeeded", digits: 0 },
      { title: "429s", digits: 0 },
      { title: "s", digits: 2 },
    ],
    rows,
    charted: { column: 3, unit: `POSTs of ${CALLS} that succeeded`, better: "more" },
  };
});

async function callAll(client: Candidate, kind: Kind) {
  const startedAt = performance.now();
  let succeeded = 0;
  let last = startedAt;
  const calls = Array.from({ length: CALLS }, async () => {
    try {
      // Who throws nothing at a 429 gives something else.
      if (!isAnswer(kind, await client[kind]())) return;
      succeeded += 1;
      last = performance.now();
    } catch {
      // Counted by not being counted.
    }
  });
  await Promise.race([Promise.all(calls), pause(PATIENCE)]);
  return { succeeded, seconds: (last - startedAt) / 1000 };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

async function startServer() {
  let isAllowed = createTokenBucket(LIMIT);
  let refused = 0;
  let accepted = 0;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    const json = { "content-type": "application/json" };
    if (request.url === "/oauth2/token") {
      response.writeHead(200, json);
      response.end(JSON.stringify({ access_token: TOKEN, expires_in: 3600, token_type: "bearer" }));
    } else if (isAllowed()) {
      accepted += 1;
      response.writeHead(200, json).end(request.method === "POST" ? answers.post : answers.get);
    } else {
      refused += 1;
      // The words are those by which octokit knows a limit.
      const message = "You have exceeded a secondary rate limit.";
      response.writeHead(429, { ...json, "retry-after": "1" });
      response.end(JSON.stringify({ message, error: { code: 429, message } }));
    }
  };
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    refused: () => refused,
    accepted: () => accepted,
    reset() {
      isAllowed = createTokenBucket(LIMIT);
      refused = 0;
      accepted = 0;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
