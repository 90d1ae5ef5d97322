import { expect, test } from "vitest";
import { startMock } from "./start-mock.js";

const page = "https://docs.example.com";

test("a page of another origin may send what a client sends", async () => {
  await using stack = new AsyncDisposableStack();
  const mock = stack.adopt(await startMock({ provider: "respond-io" }), (one) => one.close());
  const answer = await fetch(`${mock.url}/contact/id:1`, {
    method: "OPTIONS",
    headers: {
      origin: page,
      "access-control-request-method": "PUT",
      "access-control-request-headers": "authorization,content-type,prefer",
    },
  });
  expect(answer.status).toBe(204);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "PUT",
    "access-control-allow-headers": "authorization,content-type,prefer",
    "access-control-allow-private-network": "true",
  });
  expect(mock.requests).toEqual([]);
});

test("a page of another origin may read every answer, its headers included", async () => {
  await using stack = new AsyncDisposableStack();
  const mock = stack.adopt(await startMock({ provider: "respond-io" }), (one) => one.close());
  for (const [path, status] of [
    ["/contact/id:1", 401],
    ["/nowhere", 404],
  ] as const) {
    const answer = await fetch(`${mock.url}${path}`, { headers: { origin: page } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-expose-headers")).toBe("*");
  }
});

test("OPTIONS that no browser asks is a request to the API like any other", async () => {
  await using stack = new AsyncDisposableStack();
  const mock = stack.adopt(await startMock({ provider: "respond-io" }), (one) => one.close());
  const answer = await fetch(`${mock.url}/contact/id:1`, { method: "OPTIONS" });
  expect(answer.status).not.toBe(204);
  expect(mock.requests).toHaveLength(1);
});
