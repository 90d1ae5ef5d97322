// What a consumer writes to make a client and one call with it: what is bundled and imported.

/** A program for each client. */
export interface Program {
  /** Imports, and a client. */
  readonly create: string;
  /** A call of the client. */
  readonly call: string;
  /** Does not run in a browser. */
  readonly isForNode?: boolean;
}

const query = 'app_id: "a", page_size: 50';
const path = 'path: { project_id: "p" }';
const url = '"https://api.example.com/v1/projects/p/messages"';
const keys = '{ projectId: "p", keyId: "k", keySecret: "s", conversationRegion: "us" }';
const route = '"GET /v1/projects/{project_id}/messages"';

/**
 * The programs, by the clients' names.
 *
 * @param heyApi - the module that hey-api's client is in
 */
export function programsFor(heyApi: string): Readonly<Record<string, Program>> {
  return {
    "openapi-fetch": {
      create: `import createClient from "openapi-fetch";
        const client = createClient({ baseUrl: "https://api.example.com" });`,
      call: `client.GET("/v1/projects/{project_id}/messages", { params: { ${path}, query: { ${query} } } })`,
    },
    "hey-api": {
      create: `import { createClient, messagesList } from ${JSON.stringify(heyApi)};
        const client = createClient({ baseUrl: "https://api.example.com" });`,
      call: `messagesList({ client, ${path}, query: { ${query} } })`,
    },
    ky: {
      create: `import ky from "ky"; const client = ky.create({});`,
      call: `client.get(${url}, { searchParams: { ${query} } }).json()`,
    },
    ofetch: {
      create: `import { ofetch } from "ofetch"; const client = ofetch.create({});`,
      call: `client(${url}, { query: { ${query} } })`,
    },
    axios: {
      create: `import axios from "axios"; const client = axios.create({});`,
      call: `client.get(${url}, { params: { ${query} } })`,
    },
    openai: {
      create: `import OpenAI from "openai"; const client = new OpenAI({ apiKey: "k" });`,
      call: `client.get(${url}, { query: { ${query} } })`,
    },
    "octokit (core)": {
      create: `import { Octokit } from "@octokit/core"; const client = new Octokit();`,
      call: `client.request(${route}, { project_id: "p", ${query} })`,
    },
    "octokit, with plugins": {
      create: `import { Octokit } from "@octokit/core"; import { retry } from "@octokit/plugin-retry";
        import { throttling } from "@octokit/plugin-throttling";
        const throttle = { onRateLimit: () => true, onSecondaryRateLimit: () => true };
        const client = new (Octokit.plugin(retry, throttling))({ throttle });`,
      call: `client.request(${route}, { project_id: "p", ${query} })`,
    },
    undici: {
      create: `import { Agent, request } from "undici"; const dispatcher = new Agent();`,
      call: `request(${url}, { dispatcher })`,
      isForNode: true,
    },
    "Sinch SDK": {
      create: `import { ConversationService } from "@sinch/conversation";
        const client = new ConversationService(${keys});`,
      call: `client.messages.list({ ${query} })`,
      isForNode: true,
    },
    "Sinch SDK (sdk-core)": {
      create: `import { SinchClient } from "@sinch/sdk-core"; const client = new SinchClient(${keys});`,
      call: `client.conversation.messages.list({ ${query} })`,
      isForNode: true,
    },
    parley: {
      create: `import { createSinch } from "@parley/sinch";
        const client = createSinch({ projectId: "p", keyId: "k", keySecret: "s" });`,
      call: `client.messages.list({ ${query} })`,
    },
  };
}
