/** Descriptions that hold code in every place where a description holds text. */
import { description, json, ok, withOperation, type Written } from "../test-helpers/describe.js";

/** The file that code in a description would write, in the working directory. */
export const CANARY = "canary";

const effect = `process.getBuiltinModule("node:fs").writeFileSync("${CANARY}", "")`;

/** Text that ends whatever it is in: a comment, a string of any kind, a line, an element of HTML. */
export const CODE: string = [
  `*/ ${effect}; /*`,
  `"; ${effect}; "`,
  `'; ${effect}; '`,
  `\`; ${effect}; \``,
  `\${${effect}}`,
  `\\"; ${effect}; //`,
  `\n${effect}\n`,
  `\u2028${effect}\u2029${effect}\r${effect}`,
  `</script><script>${effect}</script>`,
  `@deprecated {@link ${effect}}`,
].join(" ");

/** A key or a token cannot hold all of it everywhere. */
const SHORT = `a"'\`\${1}*/ /*\n\u2028</script>`;

const string = { type: "string" };
const method = (rest: Written): Written =>
  withOperation({ ...ok({ type: "object", properties: { name: string } }), ...rest });
const schema = (rest: Written): Written => withOperation(ok({ type: "object", ...rest }));
const component = (name: string, value: unknown = { type: "object" }): Written =>
  withOperation(ok(), { components: { schemas: { [name]: value } } });
const parameter = (rest: Written): Written =>
  method({ parameters: [{ name: "q", in: "query", schema: string, ...rest }] });
const server = (rest: Written): Written =>
  withOperation({}, { servers: [{ url: "https://{region}.example.com", ...rest }] });
const variable = (rest: Written): Written =>
  server({ variables: { region: { default: "eu", enum: ["eu"], ...rest } } });
const webhook = (name: string, rest: Written, rules: Written = {}): Written =>
  withOperation(
    {},
    {
      "x-parley-webhooks": { discriminator: { single: true }, verification: "none", ...rules },
      webhooks: {
        [name]: {
          post: {
            requestBody: json({ type: "object" }),
            responses: { "200": { description: "Done." } },
            ...rest,
          },
        },
      },
    },
  );
const provider = (rest: Written): Written =>
  withOperation({}, { "x-parley-provider": { name: "example", title: "Example", ...rest } });

/** A description for each place, by the place. */
export const injections: Readonly<Record<string, Written>> = {
  "info.title": withOperation({}, { info: { title: CODE, version: "1" } }),
  "info.description": withOperation({}, { info: { title: "A", version: CODE, description: CODE } }),
  "info.contact and info.license": withOperation(
    {},
    {
      info: {
        title: "A",
        version: "1",
        summary: CODE,
        contact: { name: CODE, url: CODE, email: CODE },
        license: { name: CODE, identifier: CODE },
      },
    },
  ),
  externalDocs: withOperation({}, { externalDocs: { url: CODE, description: CODE } }),
  "an operation's summary": method({ summary: CODE }),
  "an operation's description": method({ description: CODE }),
  operationId: method({ operationId: CODE }),
  "operationId with a call in it": method({ operationId: "things.get();evil()" }),
  "a path": description({ paths: { [`/${CODE}`]: { get: { operationId: "a.b", ...ok() } } } }),
  "a path's template": description({
    paths: { [`/{${SHORT}}`]: { get: { operationId: "a.b", ...ok() } } },
  }),
  "a path's parameter": description({
    paths: {
      "/{id`${1}*/}": {
        get: {
          operationId: "a.b",
          parameters: [{ name: "id`${1}*/", in: "path", required: true, schema: string }],
          ...ok(),
        },
      },
    },
  }),
  "a path item's summary": description({
    paths: { "/a": { summary: CODE, description: CODE, get: { operationId: "a.b", ...ok() } } },
  }),
  "the name of a query parameter": parameter({ name: CODE }),
  "the name of a header": parameter({ name: SHORT, in: "header" }),
  "a parameter's description": parameter({ description: CODE }),
  "a parameter's example": parameter({ example: CODE }),
  "a parameter's named examples": parameter({
    examples: { [CODE]: { value: CODE, summary: CODE } },
  }),
  "a parameter's default": parameter({ schema: { type: "string", default: CODE } }),
  "a parameter's style": parameter({ style: CODE }),
  "a parameter's place": parameter({ in: CODE }),
  "a parameter's media type": parameter({
    schema: undefined,
    content: { [CODE]: { schema: string } },
  }),
  "a property's name": schema({ properties: { [CODE]: string }, required: [CODE] }),
  "a property's description": schema({ properties: { a: { ...string, description: CODE } } }),
  "a schema's title": schema({ title: CODE }),
  "a schema's format": schema({ properties: { a: { type: "string", format: CODE } } }),
  "a schema's pattern": schema({ properties: { a: { type: "string", pattern: CODE } } }),
  "a schema's default": schema({ properties: { a: { type: "string", default: CODE } } }),
  "a schema's default of an object": schema({ default: { [CODE]: [CODE, { a: CODE }] } }),
  "a schema's example": schema({ example: { [CODE]: CODE }, examples: [CODE] }),
  "a schema's const": schema({
    properties: { a: { const: CODE }, b: { const: { [CODE]: CODE } } },
  }),
  "a schema's enum": schema({ properties: { a: { type: "string", enum: [CODE, "b"] } } }),
  "a schema's enum of objects": schema({ properties: { a: { enum: [{ [CODE]: CODE }, [CODE]] } } }),
  "a schema's patternProperties": schema({ patternProperties: { [CODE]: string } }),
  "a schema's $defs": schema({ $defs: { [CODE]: string } }),
  "a schema's contentMediaType": schema({
    properties: { a: { ...string, contentMediaType: CODE } },
  }),
  "a schema's extensions": schema({
    "x-enum-varnames": [CODE],
    "x-tsEnumNames": CODE,
    "x-type": CODE,
  }),
  "a schema's $comment and $id": schema({ $comment: CODE, $id: CODE }),
  "a component's name": component(CODE),
  "a component's name in a $ref": withOperation(ok({ $ref: "#/components/schemas/a`${1}*~1" }), {
    components: { schemas: { "a`${1}*/": { type: "object", properties: { a: string } } } },
  }),
  "a discriminator": withOperation(ok({ $ref: "#/components/schemas/Pet" }), {
    components: {
      schemas: {
        Pet: {
          oneOf: [{ $ref: "#/components/schemas/Cat" }],
          discriminator: { propertyName: CODE, mapping: { [CODE]: "#/components/schemas/Cat" } },
        },
        Cat: { type: "object", required: [CODE], properties: { [CODE]: string } },
      },
    },
  }),
  "a media type of a request": description({
    paths: {
      "/a": {
        post: {
          operationId: "a.create",
          requestBody: { content: { [CODE]: { schema: string } } },
          ...ok(),
        },
      },
    },
  }),
  "a media type of a response": withOperation({
    responses: { "200": { description: CODE, content: { [CODE]: { schema: string } } } },
  }),
  "a media type of JSON": withOperation({
    responses: {
      "200": { description: "A", content: { [`application/${SHORT}+json`]: { schema: string } } },
      "404": { description: "A", content: { [`application/${SHORT}+json`]: { schema: string } } },
    },
  }),
  "a status": withOperation({ responses: { [CODE]: { description: "A" } } }),
  "a response's header": withOperation({
    responses: {
      "200": { description: "A", headers: { [CODE]: { description: CODE, schema: string } } },
    },
  }),
  "a response's link": withOperation({
    responses: {
      "200": {
        description: "A",
        links: { [CODE]: { operationId: "things.get", description: CODE } },
      },
    },
  }),
  "an encoding": description({
    paths: {
      "/a": {
        post: {
          operationId: "a.create",
          requestBody: {
            content: {
              "multipart/form-data": {
                schema: { type: "object", properties: { a: string } },
                encoding: { a: { contentType: CODE, headers: { [CODE]: { schema: string } } } },
              },
            },
          },
          ...ok(),
        },
      },
    },
  }),
  "a tag": withOperation({ tags: [CODE] }, { tags: [{ name: CODE, description: CODE }] }),
  "a server's URL": withOperation({}, { servers: [{ url: `https://example.com/${SHORT}` }] }),
  "a server's URL that is code": withOperation({}, { servers: [{ url: `javascript:${effect}` }] }),
  "a server's description": withOperation(
    {},
    {
      servers: [
        {
          url: "https://a.example.com",
          description: CODE,
          "x-parley-server": { environment: "test" },
        },
      ],
    },
  ),
  "the name of a server's variable": withOperation(
    {},
    {
      servers: [
        {
          url: `https://{${SHORT}}.example.com`,
          variables: { [SHORT]: { default: "a", enum: ["a"] } },
        },
      ],
    },
  ),
  "a server's variable": variable({ default: CODE, enum: [CODE], description: CODE }),
  "the name of an environment": server({ "x-parley-server": { environment: CODE } }),
  "the name of a server": server({ "x-parley-server": { name: CODE } }),
  "a security scheme": withOperation(
    { security: [{ [CODE]: [CODE] }] },
    {
      components: {
        securitySchemes: {
          [CODE]: { type: "apiKey", in: "header", name: CODE, description: CODE },
        },
      },
    },
  ),
  "an OAuth flow": withOperation(
    {},
    {
      components: {
        securitySchemes: {
          oauth: {
            type: "oauth2",
            flows: { clientCredentials: { tokenUrl: CODE, scopes: { [CODE]: CODE } } },
          },
        },
      },
    },
  ),
  "the provider's name": provider({ name: CODE }),
  "the provider's title": provider({ title: CODE }),
  "the provider's typeName": provider({ typeName: CODE }),
  "the provider's documentation": provider({ documentation: CODE }),
  "the name of a rate limit": withOperation(
    { "x-parley-rate-limit": [CODE] },
    { "x-parley-rate-limits": { [CODE]: { requests: 1, interval: 1, description: CODE } } },
  ),
  "a client parameter": withOperation(
    { parameters: [{ name: "q", in: "query", schema: string }] },
    { "x-parley-client-parameters": { q: { option: CODE, environmentVariable: CODE } } },
  ),
  "a method of its own": method({ "x-parley-methods": { [CODE]: { summary: CODE } } }),
  "a method's description": method({
    "x-parley-methods": { "things.get": { summary: CODE, description: CODE } },
  }),
  "pagination by a property": withOperation({
    "x-parley-pagination": { style: "url", items: `/${CODE}`, next: `/${CODE}` },
    ...ok({ type: "object", properties: { [CODE]: { type: "array", items: {} } } }),
  }),
  "a failure": method({ "x-parley-failure": { pointer: "/name", equals: CODE, message: "/name" } }),
  "an empty result": method({
    "x-parley-empty-result": { [CODE]: [CODE, { [CODE]: CODE }] },
    responses: { "204": { description: "A" }, "200": { description: "A", ...json(string) } },
  }),
  "what is unverified": method({ "x-parley-unverified": CODE }),
  "an open enum": schema({ properties: { a: { type: "string", "x-parley-open-enum": [CODE] } } }),
  "a prefix": schema({ properties: { a: { type: "string", "x-parley-prefixes": [CODE] } } }),
  "an unknown x-parley key": method({ [`x-parley-${CODE}`]: CODE }),
  "the name of a webhook": webhook(CODE, {}),
  "a webhook's prose": webhook("made", { summary: CODE, description: CODE }),
  "a webhook's verification": webhook(
    "made",
    {},
    {
      verification: {
        algorithm: "hmac-sha256",
        signatureHeader: CODE,
        signed: ["body"],
        separator: CODE,
      },
    },
  ),
  "a webhook's separator": webhook(
    "made",
    {},
    {
      verification: {
        algorithm: "hmac-sha256",
        signatureHeader: "X-Signature",
        signed: ["body"],
        separator: CODE,
      },
    },
  ),
  "a callback": method({
    callbacks: { [CODE]: { [CODE]: { post: { summary: CODE, responses: ok()["responses"] } } } },
  }),
};
