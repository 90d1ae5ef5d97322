// The two requests that every client makes: a list of messages, and a message.
import { answers } from "../answers.ts";
import { check, KINDS, type Kind } from "../report.ts";
import type { LastRequest } from "../throughput-server.ts";
import type { Clients } from "./clients.ts";

export const TOKEN = "token-of-the-benchmark";
export const PROJECT = "project-42";
export const GET_PATH = `/v1/projects/${PROJECT}/messages`;
export const POST_PATH = `/v1/projects/${PROJECT}/messages:send`;

export const query = {
  app_id: "01HVN8R5J3K7M9P2Q4S6T8W0X1",
  page_size: 50,
  view: "WITH_METADATA",
} as const;

export const search: Readonly<Record<string, string>> = { ...query, page_size: "50" };

export const message = {
  app_id: "01HVN8R5J3K7M9P2Q4S6T8W0X1",
  recipient: { contact_id: "01HVN8R5J3K7M9P2Q4S6T8W0X2" },
  message: { text_message: { text: "Your appointment is tomorrow. ".repeat(26) } },
  callback_url: "https://hooks.example.com/parley",
} as const;

/** Checks that all clients ask for the same, by the same credentials, and read the same from it. */
export async function checkClients(
  clients: Clients,
  lastRequest: () => Promise<LastRequest>,
): Promise<void> {
  for (const [name, client] of Object.entries(clients)) {
    for (const kind of KINDS) await checkClient(`${name}, ${kind}`, client, kind, lastRequest);
  }
}

/** Whether a client has given what was answered; what it makes of it differs, but not what is in it. */
export function isAnswer(kind: Kind, got: unknown): boolean {
  // The text is that of the fixture.
  const whole = JSON.parse(answers[kind]) as { messages?: unknown };
  return JSON.stringify(got) === JSON.stringify(kind === "get" ? whole.messages : whole);
}

async function checkClient(
  where: string,
  client: Clients[string],
  kind: Kind,
  lastRequest: () => Promise<LastRequest>,
): Promise<void> {
  check(isAnswer(kind, await client[kind]()), `${where}: other data`);
  const last = await lastRequest();
  const url = new URL(last.url ?? "", "http://127.0.0.1");
  const path = kind === "get" ? GET_PATH : POST_PATH;
  check(last.method === kind.toUpperCase(), `${where}: sent ${last.method}`);
  check(decodeURIComponent(url.pathname) === path, `${where}: asked for ${url.pathname}`);
  check(
    last.authorization === `Bearer ${TOKEN}`,
    `${where}: credentials are ${last.authorization}`,
  );
  if (kind === "get") {
    const asked = Object.fromEntries(url.searchParams);
    check(JSON.stringify(asked) === JSON.stringify(search), `${where}: asked for ${url.search}`);
  } else {
    // Checked to be JSON of the fixture's by comparing it.
    const body = JSON.parse(last.body ?? "") as unknown;
    check(JSON.stringify(body) === JSON.stringify(message), `${where}: sent ${last.body}`);
  }
}
