import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { expect, test, vi } from "vitest";
import { withMiddleware } from "./middleware.js";
import { observed, withOwnProvider } from "./observe.js";
import { arrived, standIn } from "./providers.test-helpers.js";

test("a call is one record, with one for each attempt at debug, and none has the path's values", async () => {
  const mock = await standIn("respond-io");
  mock.respondWith("contacts.get", { status: 429, headers: { "retry-after": "0" } });
  const lines: string[] = [];
  const written = vi.spyOn(process.stdout, "write");
  written.mockImplementation((line) => lines.push(String(line)) > 0);
  await observed().contacts.get({ identifier: "email:canary@example.com" });
  written.mockRestore();
  // pino writes an object a line.
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records.filter(({ level }) => level === 30)).toEqual([
    expect.objectContaining({
      "parley.operation": "contacts.get",
      "url.template": "/contact/{identifier}",
      "http.response.status_code": 200,
    }),
  ]);
  const attempts = records.filter(
    ({ level, "parley.wait": wait }) => level === 20 && wait !== undefined,
  );
  expect(attempts.map((record) => record["http.response.status_code"])).toEqual([429, 200]);
  expect(lines.join("")).not.toContain("canary");
  expect(arrived(mock)).toHaveLength(2);
});

test("spans go to one's own provider, a call's and one for each request", async () => {
  const mock = await standIn("respond-io");
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  vi.spyOn(console, "info").mockReturnValue(undefined);
  vi.spyOn(console, "debug").mockReturnValue(undefined);
  await withOwnProvider(provider).contacts.get({ identifier: "id:1" });
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual([
    "GET /contact/{identifier}",
    "contacts.get",
  ]);
  expect(mock.requests[0]?.headers).not.toHaveProperty("traceparent");
});

test("middleware of one's own sees each attempt", async () => {
  const mock = await standIn("respond-io");
  mock.respondWith("contacts.get", { status: 429, headers: { "retry-after": "0" } });
  const counted: unknown[] = [];
  const respond = withMiddleware((...counts) => counted.push(counts));
  await respond.contacts.get({ identifier: "id:1" });
  expect(counted).toEqual([
    ["GET", 429],
    ["GET", 200],
  ]);
});
