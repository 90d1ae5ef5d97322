import { type Authenticator, bearer } from "../authentication/authenticate.js";
import { type ClientOptions, createClient } from "../client/create-client.js";
import type { PathClient } from "../client/path-client.js";
import type { Method, OptionalListMethod } from "../description/method.js";
import type { Operation, Provider } from "../description/operation.js";
import type { ApiError } from "../errors/errors.js";
import type { Fetch } from "../pipeline/transport.js";
import { createFakeClock, type FakeClock } from "./fake-clock.js";

interface Thing {
  readonly id: number;
  readonly name?: string;
}

interface Message {
  readonly message: string;
}

interface RetrySoon {
  readonly seconds: number;
}

/** A description's `paths`, as openapi-typescript writes them. */
interface Paths {
  "/projects/{project_id}/things/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: {
      parameters: {
        path: { project_id?: string; id: string };
        query?: {
          since?: Date | string;
          tags?: readonly string[] | null;
          filter?: { name?: string };
        };
        header?: { "X-Trace"?: string; "X-Tags"?: readonly string[] };
        cookie?: { session?: string };
      };
      responses: {
        200: { headers: Record<string, unknown>; content: { "application/json": Thing } };
        404: { headers: Record<string, unknown>; content: { "application/json": Message } };
        429: { headers: Record<string, unknown>; content: { "application/json": RetrySoon } };
      };
    };
    head: {
      parameters: { path: { project_id?: string; id: string } };
      responses: { 200: { headers: Record<string, unknown>; content?: never } };
    };
    delete: {
      parameters: { path: { project_id?: string; id: string } };
      responses: { 204: { headers: Record<string, unknown>; content?: never } };
    };
    put?: never;
    post?: never;
    options?: never;
    patch?: never;
    trace?: never;
  };
  "/things": {
    get: {
      parameters: { query?: { cursor?: string; limit?: number } };
      responses: {
        200: {
          headers: Record<string, unknown>;
          content: { "application/json": { items: Thing[]; next?: string } };
        };
      };
    };
    post: {
      parameters: { query?: { id?: number; name?: string } };
      requestBody: { content: { "application/json": { name: string } } };
      responses: {
        201: { headers: Record<string, unknown>; content: { "application/json": Thing } };
        409: { headers: Record<string, unknown>; content: { "application/json": Message } };
      };
    };
  };
  "/found": {
    get: {
      parameters: { query?: { id?: string; name?: string } };
      responses: {
        200: {
          headers: Record<string, unknown>;
          content: { "application/json": { items: Thing[] } };
        };
      };
    };
  };
  "/form": {
    post: {
      requestBody: {
        content: {
          "application/x-www-form-urlencoded": {
            a?: number | string;
            list?: number[];
            deep?: object;
          };
        };
      };
      responses: {
        200: { headers: Record<string, unknown>; content: { "application/json": Thing } };
      };
    };
  };
  "/upload": {
    post: {
      requestBody: { content: { "multipart/form-data": { file: Blob | string; name?: string } } };
      responses: {
        200: { headers: Record<string, unknown>; content: { "application/json": Thing } };
      };
    };
  };
  "/text": {
    post: {
      requestBody: { content: { "text/plain": string } };
      responses: { 200: { headers: Record<string, unknown>; content: { "text/plain": string } } };
    };
  };
  "/file": {
    get: {
      responses: {
        200: { headers: Record<string, unknown>; content: { "application/octet-stream": string } };
      };
    };
  };
  "/verdict": {
    get: {
      responses: {
        200: {
          headers: Record<string, unknown>;
          content: { "application/json": { ok: boolean; why?: string } };
        };
      };
    };
  };
}

export const operations: readonly Operation[] = [
  {
    id: "things.get",
    method: "GET",
    path: "/projects/{project_id}/things/{id}",
    parameters: {
      project_id: "path",
      id: "path",
      since: "query",
      tags: "query",
      filter: { in: "query", style: "deepObject" },
      "X-Trace": "header",
      "X-Tags": "header",
    },
    required: ["id"],
    errors: { "404": "json", "429": "json" },
    rateLimits: ["read"],
  },
  {
    id: "things.exists",
    method: "HEAD",
    path: "/projects/{project_id}/things/{id}",
    parameters: { project_id: "path", id: "path" },
    response: "none",
  },
  {
    id: "things.delete",
    method: "DELETE",
    path: "/projects/{project_id}/things/{id}",
    parameters: { project_id: "path", id: "path" },
    response: "none",
    retry: { safe: true, alreadyDone: [404] },
  },
  {
    id: "things.list",
    method: "GET",
    path: "/things",
    parameters: { cursor: "query", limit: "query" },
    pagination: { style: "token", items: "/items", next: "/next", parameter: "cursor" },
  },
  {
    id: "things.find",
    method: "GET",
    path: "/found",
    parameters: { id: "query", name: "query" },
    exactlyOneOf: ["id", "name"],
    first: "/items",
  },
  // Two methods of one route: only the second takes parameters, and only it may be repeated.
  {
    id: "things.create",
    method: "POST",
    path: "/things",
    required: ["body"],
    body: "application/json",
    errors: { "409": "json" },
  },
  {
    id: "things.update",
    method: "POST",
    path: "/things",
    parameters: { id: "query", name: "query" },
    required: ["body"],
    exactlyOneOf: ["id", "name"],
    body: "application/json",
    errors: { "409": "json" },
    retry: { safe: true, alreadyDone: [409] },
  },
  {
    id: "links.list",
    method: "GET",
    path: "/links",
    pagination: { style: "url", items: "/items", next: "/next" },
  },
  {
    id: "forms.send",
    method: "POST",
    path: "/form",
    body: "application/x-www-form-urlencoded; charset=utf-8",
  },
  { id: "files.upload", method: "POST", path: "/upload", body: "multipart/form-data" },
  { id: "texts.send", method: "POST", path: "/text", body: "text/plain", response: "text" },
  { id: "files.get", method: "GET", path: "/file", response: "binary", server: "files" },
  {
    id: "verdicts.get",
    method: "GET",
    path: "/verdict",
    failure: { pointer: "/ok", equals: false, message: "/why" },
  },
];

interface Resources {
  readonly things: {
    readonly get: Method<
      {
        id: string;
        project_id?: string;
        since?: Date | string;
        tags?: readonly string[];
        filter?: object;
        "X-Trace"?: string;
        "X-Tags"?: readonly string[];
      },
      Thing,
      ApiError<404, Message> | ApiError<429, RetrySoon>
    >;
    readonly exists: Method<{ id: string; project_id?: string }, undefined, never>;
    readonly delete: Method<{ id: string; project_id?: string }, undefined, never>;
    readonly list: OptionalListMethod<
      { cursor?: string; limit?: number },
      Thing,
      { items: Thing[] },
      never
    >;
    readonly create: Method<{ body: { name: string } }, Thing, ApiError<409, Message>>;
    readonly update: Method<
      { id?: number; name?: string; body: { name: string } },
      Thing,
      ApiError<409, Message>
    >;
  };
  readonly links: { readonly list: OptionalListMethod<object, Thing, { items: Thing[] }, never> };
  readonly forms: { readonly send: Method<{ body: object }, Thing, never> };
  readonly files: {
    readonly upload: Method<{ body: object }, Thing, never>;
    readonly get: Method<object, Blob, never>;
  };
  readonly texts: { readonly send: Method<{ body: string }, string, never> };
  readonly verdicts: { readonly get: Method<object, { ok: boolean }, never> };
}

export const provider: Provider = {
  name: "example",
  servers: {
    production: "https://{region}.api.example.com/v1",
    sandbox: "https://sandbox.example.com",
    files: "https://files.example.com",
  },
  environments: ["production", "sandbox"],
  variables: { region: { default: "us", enum: ["us", "eu"] } },
  parameters: { project_id: { option: "projectId", environmentVariable: "EXAMPLE_PROJECT_ID" } },
  rateLimits: { read: { requests: 2, interval: 1000 } },
};

/** A request as fetch was given it. */
export interface Sent {
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type Answer = () => Response | Error | Promise<Response>;

export interface TestClient {
  readonly client: Resources & { readonly api: PathClient<Paths> };
  readonly clock: FakeClock;
  readonly sent: readonly Sent[];
}

/** What is answered where a test says nothing: a thing, or a list of none. */
function answerTo(method: string | undefined, url: string): Response {
  return Response.json(method === "GET" && /\/things($|\?)/.test(url) ? { items: [] } : { id: 7 });
}

/** A client of an example provider, whose fetch gives the answers one after another. */
export function createTestClient(
  options: ClientOptions & Readonly<Record<string, unknown>> = {},
  answers: readonly Answer[] = [],
  authenticator: Authenticator = bearer("secret"),
): TestClient {
  const clock = createFakeClock();
  const sent: Sent[] = [];
  const fetch: Fetch = async (url, { method, headers, body }) => {
    sent.push({ url, method, headers: Object.fromEntries(new Headers(headers)), body });
    const answer = await (answers[sent.length - 1] ?? (() => answerTo(method, url)))();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const client = createClient<Resources, Paths>({
    provider,
    operations,
    authenticator,
    options: { fetch, clock, random: () => 1, projectId: "p", ...options },
  });
  return { client, clock, sent };
}

/** What Node's fetch throws for a connection error of this code. */
export function connectionFailure(code: string): Error {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}
