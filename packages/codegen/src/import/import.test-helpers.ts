/** What imports are tested with: a repository of their own, and a network that answers from a table. */
import { DescriptionError } from "../description-error.js";
import type { Fetch } from "./read-origin.js";

/** An answer of the network. */
export interface Answer {
  readonly body: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A network that has these answers, by URL, and fails a test that asks for anything else. */
export function network(answers: Readonly<Record<string, Answer | string>>): Fetch & {
  readonly asked: string[];
} {
  const asked: string[] = [];
  const fetch: Fetch = async (url) => {
    asked.push(url);
    const answer = answers[url];
    if (answer === undefined) throw new Error(`Nobody is at ${url}.`);
    const { body, status = 200, headers } = typeof answer === "string" ? { body: answer } : answer;
    return new Response(body, {
      status,
      headers: headers ?? { "content-type": "application/yaml" },
    });
  };
  return Object.assign(fetch, { asked });
}

/** What is wrong with a description: file, pointer and message of each problem. */
export async function problemsOf(call: Promise<unknown>): Promise<string[]> {
  try {
    await call;
    return [];
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.problems.map(({ file, pointer, message }) => `${file}${pointer} ${message}`);
  }
}

/** A small API in Swagger 2.0. */
export const SWAGGER_2 = `swagger: "2.0"
info: { title: Acme Chat API, version: "1", license: { name: MIT } }
host: api.acme.example
basePath: /v1
schemes: [https]
consumes: [application/json]
produces: [application/json]
securityDefinitions:
  key: { type: apiKey, name: X-Acme-Key, in: header }
security: [{ key: [] }]
paths:
  /contacts:
    get:
      tags: [Contacts]
      parameters:
        - { name: cursor, in: query, type: string }
        - { name: tags, in: query, type: array, items: { type: string }, collectionFormat: multi }
      responses:
        200: { description: A page., schema: { $ref: "#/definitions/ContactPage" } }
        429: { description: Too many. }
    post:
      tags: [Contacts]
      parameters: [{ $ref: "#/parameters/NewContact" }]
      responses:
        201: { description: Created., schema: { $ref: "#/definitions/Contact" } }
  /contacts/{id}:
    parameters: [{ name: id, in: path, required: true, type: string }]
    get:
      tags: [Contacts]
      responses:
        200: { description: The contact., schema: { $ref: "#/definitions/Contact" } }
        404: { description: None., schema: { $ref: "#/definitions/Problem" } }
    delete:
      tags: [Contacts]
      responses: { 204: { description: Gone. } }
  /contacts/{id}/merge:
    parameters: [{ name: id, in: path, required: true, type: string }]
    post:
      tags: [Contacts]
      responses: { 200: { description: Merged., schema: { $ref: "#/definitions/Contact" } } }
parameters:
  NewContact: { name: body, in: body, required: true, schema: { $ref: "#/definitions/Contact" } }
definitions:
  Contact:
    type: object
    required: [name]
    properties:
      name: { type: string }
      note: { type: string, x-nullable: true }
  ContactPage:
    type: object
    properties:
      items: { type: array, items: { $ref: "#/definitions/Contact" } }
      next_cursor: { type: string }
  Problem: { type: object, properties: { message: { type: string } } }
`;

/** The same API in OpenAPI 3.0, with a token. */
export const OPENAPI_3_0 = `openapi: 3.0.3
info: { title: Acme Chat API, version: "1", description: "At most 100 requests per minute." }
servers:
  - { url: https://api.acme.example/v1, description: Production }
  - { url: "https://{tenant}.sandbox.acme.example/v1", description: Sandbox, variables: { tenant: { default: demo } } }
security: [{ token: [] }]
paths:
  /contacts:
    get:
      parameters:
        - { name: cursor, in: query, schema: { type: string } }
      responses:
        "200":
          description: A page.
          content:
            application/json:
              schema:
                type: object
                properties:
                  items: { type: array, items: { $ref: "#/components/schemas/Contact" } }
                  next_cursor: { type: string }
    post:
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/Contact" } } }
      responses:
        "201":
          description: Created.
          content: { application/json: { schema: { $ref: "#/components/schemas/Contact" } } }
        "422": { description: Refused. }
  /contacts/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: The contact.
          content: { application/json: { schema: { $ref: "#/components/schemas/Contact" } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  schemas:
    Contact:
      type: object
      required: [name]
      properties:
        name: { type: string }
        note: { type: string, nullable: true }
        age: { type: integer, minimum: 0, exclusiveMinimum: true }
        kind: { type: string, enum: [person, group], nullable: true }
        parent: { nullable: true, allOf: [{ $ref: "#/components/schemas/Contact" }] }
`;

/** The same API in OpenAPI 3.2, with what 3.1 cannot say. */
export const OPENAPI_3_2 = `openapi: 3.2.0
$self: https://api.acme.example/openapi.yaml
info: { title: Acme Chat, version: "1" }
servers: [{ url: https://api.acme.example/v1, name: production }]
security: [{ basic: [] }]
tags: [{ name: contacts, summary: Contacts, kind: nav }]
paths:
  /contacts:
    query:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { "200": { description: Found. } }
    additionalOperations:
      COPY: { responses: { "200": { description: Copied. } } }
    get:
      tags: [contacts]
      responses:
        "200":
          summary: All contacts.
          content:
            application/json:
              schema: { type: array, items: { $ref: "#/components/schemas/Contact" } }
              examples: { one: { dataValue: [{ name: Amina }] } }
  /events:
    get:
      responses:
        "200":
          description: A stream.
          content: { text/event-stream: { itemSchema: { type: object } } }
components:
  securitySchemes:
    basic: { type: http, scheme: basic, deprecated: false }
  schemas:
    Contact: { type: object, required: [name], properties: { name: { type: string } } }
`;
