import { expect, test } from "vitest";
import { startMock } from "./start-mock.js";

const header = (example: string) => ({ schema: { type: "string", example } });

test("an answer that is described as compressed or chunked arrives all the same", async () => {
  const mock = await startMock({
    description: {
      openapi: "3.1.1",
      info: { title: "Books", version: "1" },
      servers: [{ url: "https://api.example.com" }],
      paths: {
        "/books": {
          get: {
            operationId: "books.list",
            responses: {
              "200": {
                description: "The books.",
                headers: {
                  "Content-Encoding": header("gzip"),
                  "Transfer-Encoding": header("chunked"),
                  "Content-Length": header("5000"),
                  Connection: header("keep-alive"),
                  "X-Shelf": header("3"),
                },
                content: { "application/json": { examples: { some: { value: ["Emma"] } } } },
              },
            },
          },
        },
      },
    },
  });
  try {
    const response = await fetch(`${mock.url}/books`, { signal: AbortSignal.timeout(4000) });
    expect(await response.json()).toEqual(["Emma"]);
    expect(response.headers.get("x-shelf")).toBe("3");
    expect(response.headers.get("content-encoding")).toBeNull();
  } finally {
    await mock.close();
  }
});
