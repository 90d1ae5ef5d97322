// Imports every entry of the installed packages, and calls a server on this machine.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createAsapp } from "@parley/asapp";
import { generate } from "@parley/codegen";
import { startMock } from "@parley/mock";
import { createRapidPro } from "@parley/rapidpro";
import { createRedisTokenStore } from "@parley/redis";
import { createRespondIo, isApiError } from "@parley/respond-io";
import description from "@parley/sinch/openapi.json" with { type: "json" };
import { createSinch } from "@parley/sinch";
import { validators } from "@parley/sinch/validators";
import "@parley/asapp/validators";
import "@parley/codegen/redocly-plugin";
import "@parley/rapidpro/validators";
import "@parley/respond-io/types";
import "@parley/respond-io/validators";
import "@parley/runtime/validation";

const asked = [];
const server = createServer((request, response) => {
  asked.push(`${request.method} ${decodeURIComponent(request.url)}`);
  const isKnown = !request.url.endsWith("404");
  response.writeHead(isKnown ? 200 : 404, { "content-type": "application/json" });
  response.end(JSON.stringify(isKnown ? { id: "a", firstName: "Amina" } : { message: "none" }));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const baseUrl = `http://127.0.0.1:${server.address().port}`;

const sinch = createSinch({
  baseUrl,
  projectId: "p",
  keyId: "k",
  keySecret: "s",
  authentication: "basic",
  validate: "error",
  validators,
});
await assert.rejects(sinch.apps.get({ app_id: "" }), { name: "ValidationError" });

const respond = createRespondIo({ baseUrl, token: "t" });
const contact = await respond.contacts.get({ identifier: "id:1" });
assert.equal(contact.firstName, "Amina");
const { data } = await respond.api.GET("/contact/{identifier}", {
  params: { path: { identifier: "id:2" } },
});
assert.equal(data.firstName, "Amina");
await assert.rejects(
  respond.contacts.get({ identifier: "id:404" }),
  (error) =>
    isApiError(error, respond.contacts.get) &&
    error.status === 404 &&
    error.body.message === "none",
);
assert.deepEqual(asked, ["GET /contact/id:1", "GET /contact/id:2", "GET /contact/id:404"]);
server.close();

// One copy of the runtime for all: CommonJS gets the same classes as ESM.
const required = createRequire(import.meta.url)("@parley/respond-io");
assert.equal(required.isApiError, isApiError);

// Maps lead to the sources, which they carry: this runs with --enable-source-maps.
try {
  createRapidPro({});
  assert.fail("a client without credentials was made");
} catch (error) {
  assert.match(error.stack, /create-rapidpro\.ts:\d+/);
  assert.match(error.stack, /required-secret\.ts:\d+/);
}

const mock = await startMock({ provider: "respond-io" });
const mocked = createRespondIo({ baseUrl: mock.url, token: "t" });
assert.equal(typeof (await mocked.contacts.get({ identifier: "id:1" })).id, "number");
await mock.close();

for (const one of [createAsapp, createRedisTokenStore, generate])
  assert.equal(typeof one, "function");
assert.equal(description.openapi.slice(0, 3), "3.1");
console.log("called");
