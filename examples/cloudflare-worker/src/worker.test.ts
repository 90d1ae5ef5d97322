import { fileURLToPath } from "node:url";
import { type Mock, startMock } from "@parley/mock";
import { type Program, startProgram } from "@parley-examples/test-helpers";
import workerd from "workerd";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));
let mock: Mock;
let worker: Program;
let url: string;

beforeAll(async () => {
  const rolldown = fileURLToPath(new URL("../node_modules/rolldown/bin/cli.mjs", import.meta.url));
  const bundled = startProgram([rolldown, "--config"], { cwd: folder }).exit;
  mock = await startMock({ provider: "respond-io" });
  const { code, stdout, stderr } = await bundled;
  if (code !== 0) throw new Error(`The bundler failed:\n${stdout}\n${stderr}`);
  worker = startProgram(
    ["serve", "workerd.capnp", "--socket-addr=http=127.0.0.1:0", "--control-fd=1"],
    {
      executable: workerd,
      cwd: folder,
      env: { RESPOND_IO_TOKEN: "token", RESPOND_IO_BASE_URL: mock.url },
    },
  );
  const [, port] = await worker.prints(/"socket":"http","port":(\d+)/);
  url = `http://127.0.0.1:${port}`;
}, 60_000);
beforeEach(() => mock.reset());
afterAll(async () => {
  worker.kill("SIGTERM");
  await worker.exit;
  await mock.close();
});

test("a contact is looked up by phone", async () => {
  mock.respondWith("contacts.get", { example: "full" });
  const response = await fetch(`${url}/contacts?phone=+12025550143`);

  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ id: 4242, firstName: "Mina", lastName: "Okafor" });
  expect(mock.requests).toMatchObject([
    {
      method: "GET",
      path: "/v2/contact/phone:+12025550143",
      headers: { authorization: "Bearer [redacted]" },
      violations: [],
    },
  ]);
});

test("a contact that is not there is a 404 of the Worker's own", async () => {
  mock.respondWith("contacts.get", { status: 404 });
  const response = await fetch(`${url}/contacts?phone=%2B12025550143`);

  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: "no such contact" });
});

test("a failure that passes is tried again, and one that stays is a 502", async () => {
  mock.respondWith("contacts.get", { status: 503 });
  expect((await fetch(`${url}/contacts?phone=%2B12025550143`)).status).toBe(200);
  expect(mock.requests.map(({ status }) => status)).toEqual([503, 200]);

  mock.respondWith("contacts.get", { status: 401 });
  expect((await fetch(`${url}/contacts?phone=%2B12025550143`)).status).toBe(502);
  expect(mock.requests).toHaveLength(3);
});

test("requests that come at once are answered each", async () => {
  const responses = await Promise.all(
    Array.from({ length: 20 }, () => fetch(`${url}/contacts?phone=%2B12025550143`)),
  );

  expect(responses.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(mock.requests).toHaveLength(20);
});

test("anything else is not passed on", async () => {
  expect((await fetch(`${url}/contacts`)).status).toBe(400);
  expect((await fetch(`${url}/contacts?phone=%2B1`, { method: "POST" })).status).toBe(400);
  expect(mock.requests).toEqual([]);
});
