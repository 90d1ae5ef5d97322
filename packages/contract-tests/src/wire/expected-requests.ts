import type { ProviderName } from "@parley/mock";

/** A call and the bytes that it has to become, written by hand from the standards and the vendor's documentation. */
export interface ExpectedRequest {
  readonly provider: ProviderName;
  /** What is particular about it. */
  readonly name: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Method and target, without the server's base path. */
  readonly line: string;
  /** The body as text; absent where there must be none. */
  readonly body?: string;
}

const hello = { message: { type: "text", text: "Grüße 👋" } };

export const expectedRequests: readonly ExpectedRequest[] = [
  {
    provider: "respond-io",
    name: "a phone number keeps its colon and its plus, as the vendor's own client sends them",
    method: "contacts.get",
    parameters: { identifier: "phone:+60123456789" },
    line: "GET /contact/phone:+60123456789",
  },
  {
    provider: "respond-io",
    name: "what would end the segment, the path or the escape is escaped in an address",
    method: "contacts.get",
    parameters: { identifier: "email:a+b/c?d#e%2Ff g@example.com" },
    line: "GET /contact/email:a+b%2Fc%3Fd%23e%252Ff%20g@example.com",
  },
  {
    provider: "respond-io",
    name: "beyond ASCII it is UTF-8",
    method: "contacts.get",
    parameters: { identifier: "email:jörg@example.com" },
    line: "GET /contact/email:j%C3%B6rg@example.com",
  },
  {
    provider: "respond-io",
    name: "a 16-digit id is written out",
    method: "messages.get",
    parameters: { identifier: "id:4242", messageId: 1735689600000001 },
    line: "GET /contact/id:4242/message/1735689600000001",
  },
  {
    provider: "respond-io",
    name: "a body is UTF-8, compact, and in the caller's order",
    method: "messages.send",
    parameters: { identifier: "id:4242", body: hello },
    line: "POST /contact/id:4242/message",
    body: '{"message":{"type":"text","text":"Grüße 👋"}}',
  },
  {
    provider: "respond-io",
    name: "null stays, and what is undefined goes",
    method: "messages.send",
    parameters: { identifier: "id:4242", body: { channelId: null, extra: undefined, ...hello } },
    line: "POST /contact/id:4242/message",
    body: '{"channelId":null,"message":{"type":"text","text":"Grüße 👋"}}',
  },
  {
    provider: "respond-io",
    name: "a body may be a bare array",
    method: "contacts.addTags",
    parameters: { identifier: "id:4242", body: ["vip", "new customer"] },
    line: "POST /contact/id:4242/tag",
    body: '["vip","new customer"]',
  },
  {
    provider: "respond-io",
    name: "a DELETE may have a body, a bare array too",
    method: "contacts.deleteTags",
    parameters: { identifier: "id:4242", body: ["vip"] },
    line: "DELETE /contact/id:4242/tag",
    body: '["vip"]',
  },
  {
    provider: "respond-io",
    name: "a DELETE without a body has none",
    method: "contacts.delete",
    parameters: { identifier: "id:4242" },
    line: "DELETE /contact/id:4242",
  },
  {
    provider: "respond-io",
    name: "a POST may have both a query and a body",
    method: "contacts.list",
    parameters: {
      limit: 50,
      cursorId: 4242,
      body: { search: "a&b", timezone: "Etc/UTC", filter: {} },
    },
    line: "POST /contact/list?limit=50&cursorId=4242",
    body: '{"search":"a&b","timezone":"Etc/UTC","filter":{}}',
  },
  {
    provider: "asapp",
    name: "an exploded object is a parameter of its own",
    method: "generativeAgent.getState",
    parameters: { externalId: "a b+c" },
    line: "GET /generativeagent/v1/state?externalId=a%20b%2Bc",
  },
  {
    provider: "asapp",
    name: "a path parameter without allowReserved has nothing but unreserved characters",
    method: "configuration.customVocabularies.get",
    parameters: { customVocabularyId: "a@b+c/d?e#f%g:h" },
    line: "GET /configuration/v1/custom-vocabularies/a%40b%2Bc%2Fd%3Fe%23f%25g%3Ah",
  },
  {
    provider: "asapp",
    name: "a POST without a body has none",
    method: "fileExporter.listFeeds",
    parameters: {},
    line: "POST /fileexporter/v1/static/listfeeds",
  },
  {
    provider: "rapidpro",
    name: "arrays repeat their name",
    method: "users.list",
    parameters: { uuid: ["b50952fa-4602-41e4-a208-24afaa7d96b5", "a"], role: ["agent", "editor"] },
    line: "GET /users.json?uuid=b50952fa-4602-41e4-a208-24afaa7d96b5&uuid=a&role=agent&role=editor",
  },
  {
    provider: "rapidpro",
    name: "in a query a colon and a plus are escaped",
    method: "contacts.get",
    parameters: { urn: "tel:+12025550101" },
    line: "GET /contacts.json?urn=tel%3A%2B12025550101",
  },
  {
    provider: "rapidpro",
    name: "an update is a POST with the identity in the query",
    method: "contacts.update",
    parameters: { urn: "mailto:a&b=c@example.com", body: { name: null, groups: [] } },
    line: "POST /contacts.json?urn=mailto%3Aa%26b%3Dc%40example.com",
    body: '{"name":null,"groups":[]}',
  },
  {
    provider: "rapidpro",
    name: "a create is the same POST without",
    method: "contacts.create",
    parameters: { body: {} },
    line: "POST /contacts.json",
    body: "{}",
  },
  {
    provider: "rapidpro",
    name: "a DELETE with a query has no body",
    method: "contacts.delete",
    parameters: { uuid: "4b4135e7-2485-4fc1-a83e-7852c9b75058" },
    line: "DELETE /contacts.json?uuid=4b4135e7-2485-4fc1-a83e-7852c9b75058",
  },
  {
    provider: "rapidpro",
    name: "false is a value, and so is a time with its microseconds",
    method: "contacts.list",
    parameters: { deleted: false, after: "2025-11-05T10:15:30.125000Z" },
    line: "GET /contacts.json?deleted=false&after=2025-11-05T10%3A15%3A30.125000Z",
  },
  {
    provider: "sinch",
    name: "a verb follows its resource, and the project is the client's",
    method: "messages.send",
    parameters: {
      body: {
        app_id: "A",
        recipient: { contact_id: "C" },
        message: { text_message: { text: "a" } },
      },
    },
    line: "POST /v1/projects/test/messages:send",
    body: '{"app_id":"A","recipient":{"contact_id":"C"},"message":{"text_message":{"text":"a"}}}',
  },
  {
    provider: "sinch",
    name: "a verb follows a parameter, whose own colon is escaped",
    method: "contacts.merge",
    parameters: { project_id: "p/q", destination_id: "a:b", body: { source_id: "c" } },
    line: "POST /v1/projects/p%2Fq/contacts/a%3Ab:merge",
    body: '{"source_id":"c"}',
  },
  {
    provider: "sinch",
    name: "a field mask is a comma-separated value",
    method: "apps.update",
    parameters: {
      app_id: "A",
      update_mask: ["display_name", "callback_settings.secret"],
      body: { display_name: "a" },
    },
    line: "PATCH /v1/projects/test/apps/A?update_mask=display_name,callback_settings.secret",
    body: '{"display_name":"a"}',
  },
  {
    provider: "sinch",
    name: "an address in the path is escaped",
    method: "consents.listAuditRecords",
    parameters: { app_id: "A", identity: "+46701234567" },
    line: "GET /v1/projects/test/apps/A/consents/identities/%2B46701234567",
  },
  {
    provider: "sinch",
    name: "an identity in the query is escaped, so that it adds no parameter",
    method: "contacts.list",
    parameters: { channel: "SMS", identity: "+46 70&x=1" },
    line: "GET /v1/projects/test/contacts?channel=SMS&identity=%2B46%2070%26x%3D1",
  },
];
