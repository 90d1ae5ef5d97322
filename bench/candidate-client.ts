// The client of the benchmarks: two operations, with the whole stack on.
import { type ApiPromise, bearer, createClient, type Fetch, type Operation } from "@parley/runtime";
import type { Candidate } from "./report.ts";

export const TOKEN = "token-of-the-benchmark";
export const GET_PATH = "/projects/{project_id}/conversations/{conversation_id}/messages";
export const POST_PATH = "/projects/{project_id}/messages";

const operations: readonly Operation[] = [
  {
    id: "messages.list",
    method: "GET",
    path: GET_PATH,
    parameters: {
      project_id: "path",
      conversation_id: "path",
      page_size: "query",
      view: "query",
      start_time: "query",
    },
    required: ["project_id", "conversation_id"],
    errors: { "404": "json", default: "json" },
    rateLimits: ["project"],
  },
  {
    id: "messages.send",
    method: "POST",
    path: POST_PATH,
    parameters: { project_id: "path" },
    required: ["project_id", "body"],
    body: "application/json",
    errors: { "404": "json", default: "json" },
    rateLimits: ["project"],
  },
];

interface Resources {
  readonly messages: {
    list(parameters: object): ApiPromise<unknown>;
    send(parameters: object): ApiPromise<unknown>;
  };
}

/** What the calls of a benchmark are given. */
export interface Calls {
  readonly get: Readonly<Record<string, unknown>>;
  readonly post: object;
}

/** Deadline, retry, limits, redirects, credentials, timeout and size bound, as by default. */
export function createParley(baseUrl: string, calls: Calls, fetch: Fetch | undefined): Candidate {
  const client = createClient<Resources, object>({
    provider: {
      name: "bench",
      servers: { default: baseUrl },
      // Kept on each call, and never reached: no machine makes so many calls in a second.
      rateLimits: { project: { requests: 200_000, interval: 1000 } },
      parameters: { project_id: { option: "projectId" } },
    },
    operations,
    authenticator: bearer(TOKEN),
    options: { fetch, projectId: "project-42" },
  });
  return {
    get: () => client.messages.list(calls.get),
    post: () => client.messages.send({ body: calls.post }),
  };
}
