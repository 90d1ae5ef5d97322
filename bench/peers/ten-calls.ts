// Ten calls with each client, each with its answer used: what a consumer's compiler has to check.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.ts";

const project = 'project_id: "p"';
const message =
  '{ app_id: "a", recipient: { contact_id: "c" }, message: { text_message: { text: "Hello" } } }';

/** What is read of Sinch: its path, the identifier in it, and a member of the answer. */
const READ = [
  ["apps", "app_id", "v1", "display_name"],
  ["contacts", "contact_id", "v1", "display_name"],
  ["conversations", "conversation_id", "v1", "active"],
  ["messages", "message_id", "v1", "id"],
  ["events", "event_id", "v1", "id"],
  ["webhooks", "webhook_id", "v1", "target"],
  ["templates", "template_id", "v2", "id"],
] as const;

const byPath = (client: string) =>
  `${READ.map(
    ([name, id, version, member]) =>
      `export const ${name} = (await ${client}.GET("/${version}/projects/{project_id}/${name}/{${id}}", { params: { path: { ${project}, ${id}: "x" } } })).data?.${member};`,
  ).join("\n")}
await ${client}.DELETE("/v1/projects/{project_id}/contacts/{contact_id}", { params: { path: { ${project}, contact_id: "c" } } });
export const sent = (await ${client}.POST("/v1/projects/{project_id}/messages:send", { params: { path: { ${project} } }, body: ${message} })).data?.message_id;
export const page = (await ${client}.GET("/v1/projects/{project_id}/messages", { params: { path: { ${project} }, query: { contact_id: "c", page_size: 10 } } })).data?.messages?.[0]?.id;
`;

const heyApi = (module: string) => {
  const names = READ.map(([name]) => `${name}Get`);
  return `import { contactsDelete, messagesList, messagesSend, ${names.join(", ")} } from ${JSON.stringify(module)};
${READ.map(
  ([name, id, , member]) =>
    `export const ${name} = (await ${name}Get({ path: { ${project}, ${id}: "x" } })).data?.${member};`,
).join("\n")}
await contactsDelete({ path: { ${project}, contact_id: "c" } });
export const sent = (await messagesSend({ path: { ${project} }, body: ${message} })).data?.message_id;
export const page = (await messagesList({ path: { ${project} }, query: { contact_id: "c", page_size: 10 } })).data?.messages?.[0]?.id;
`;
};

const sinchSdk = `import { ConversationService } from "@sinch/conversation";
const sinch = new ConversationService({ projectId: "p", keyId: "k", keySecret: "s", conversationRegion: "us" });
export const app = (await sinch.app.get({ app_id: "x" })).display_name;
export const contact = (await sinch.contact.get({ contact_id: "x" })).display_name;
export const conversation = (await sinch.conversation.get({ conversation_id: "x" })).active;
export const message = (await sinch.messages.get({ message_id: "x" })).id;
export const event = (await sinch.events.get({ event_id: "x" })).id;
export const webhook = (await sinch.webhooks.get({ webhook_id: "x" })).target;
export const template = (await sinch.templatesV2.get({ template_id: "x" })).id;
await sinch.contact.delete({ contact_id: "c" });
export const sent = (await sinch.messages.send({ sendMessageRequestBody: ${message.replace('{ contact_id: "c" }', '{ contact_id: "c" } as const')} })).message_id;
export const page = (await sinch.messages.list({ contact_id: "c", page_size: 10 })).data[0]?.id;
`;

const openai = `import OpenAI from "openai";
const client = new OpenAI({ apiKey: "k" });
export const model = (await client.models.retrieve("m")).owned_by;
export const models = (await client.models.list()).data[0]?.id;
export const file = (await client.files.retrieve("f")).filename;
export const files = (await client.files.list()).data[0]?.id;
await client.files.delete("f");
export const batch = (await client.batches.retrieve("b")).status;
export const response = (await client.responses.retrieve("r")).output_text;
export const created = (await client.responses.create({ model: "m", input: "Hello" })).id;
export const completion = (await client.chat.completions.create({ model: "m", messages: [{ role: "user", content: "Hello" }] })).choices[0]?.message.content;
export const embedding = (await client.embeddings.create({ model: "m", input: "Hello" })).data[0]?.embedding;
`;

const octokit = `import { Octokit } from "@octokit/core";
const octokit = new Octokit();
const place = { owner: "acme", repo: "chat" };
export const repository = (await octokit.request("GET /repos/{owner}/{repo}", place)).data.full_name;
export const branch = (await octokit.request("GET /repos/{owner}/{repo}/branches/{branch}", { ...place, branch: "main" })).data.name;
export const issue = (await octokit.request("POST /repos/{owner}/{repo}/issues", { ...place, title: "A bug" })).data.number;
export const same = (await octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}", { ...place, issue_number: 1 })).data.title;
export const comment = (await octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", { ...place, issue_number: 1, body: "Seen." })).data.body;
export const events = (await octokit.request("GET /repos/{owner}/{repo}/issues/events", place)).data.length;
export const hook = (await octokit.request("GET /repos/{owner}/{repo}/hooks/{hook_id}", { ...place, hook_id: 1 })).data.url;
export const commit = (await octokit.request("GET /repos/{owner}/{repo}/commits/{ref}", { ...place, ref: "main" })).data.sha;
export const deployment = (await octokit.request("GET /repos/{owner}/{repo}/deployments/{deployment_id}", { ...place, deployment_id: 1 })).data.task;
await octokit.request("DELETE /repos/{owner}/{repo}/hooks/{hook_id}", { ...place, hook_id: 1 });
`;

/**
 * The programs, by the clients' names.
 *
 * @param heyApiModule - the module that hey-api's client is in
 */
export function tenCalls(heyApiModule: string): Readonly<Record<string, string>> {
  const openapiFetch = `import createClient from "openapi-fetch"; import type { paths } from "@parley/sinch";
const client = createClient<paths>();
${byPath("client")}`;
  return {
    nothing: "export {};\n",
    "openapi-fetch": openapiFetch,
    "hey-api": heyApi(heyApiModule),
    "openai, its own API": openai,
    "octokit (core), GitHub's API": octokit,
    "Sinch SDK": sinchSdk,
    // The calls that the budgets are about.
    parley: readFileSync(join(root, "release/consumers/method-calls.ts"), "utf8"),
    "parley, by path": readFileSync(join(root, "release/consumers/path-calls.ts"), "utf8"),
  };
}
