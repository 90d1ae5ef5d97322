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
];
