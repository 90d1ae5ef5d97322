import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import createOpenapiFetchClient from "openapi-fetch";
import { describe, expect, it, vi } from "vitest";
import { authenticate, bearer } from "../authentication/authenticate.js";
import { ConnectionError } from "../errors/errors.js";
import { rateLimit } from "../rate-limit/rate-limit.js";
import { retry } from "../retry/retry.js";
import { createFakeClock, flush, START } from "../test-helpers/fake-clock.js";
import { createFetch } from "./create-fetch.js";
import type { Middleware } from "./middleware.js";
import type { Fetch } from "./transport.js";

const URL_OF_THINGS = "https://api.example.com/things?a=%20";

/** A fetch that answers as told and notes what it was given. */
function recorder(...answers: readonly (() => Response | Error)[]) {
  const sent: { url: string; init: RequestInit }[] = [];
  const fetch: Fetch = async (url, init) => {
    sent.push({ url, init });
    const answer = (answers[sent.length - 1] ?? (() => new Response("fine")))();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { fetch, sent };
}

const textOf = (body: unknown) =>
  typeof body === "string" ? body : new TextDecoder().decode(body as ArrayBuffer);

describe("createFetch", () => {
  it.each<[string, Parameters<ReturnType<typeof createFetch>>]>([
    ["a string", [URL_OF_THINGS, { method: "PUT", headers: { "X-A": "1" }, body: "größe" }]],
    ["a URL", [new URL(URL_OF_THINGS), { method: "PUT", headers: { "X-A": "1" }, body: "größe" }]],
    [
      "a Request",
      [new Request(URL_OF_THINGS, { method: "PUT", headers: { "X-A": "1" }, body: "größe" })],
    ],
    [
      "a Request and what is to be changed of it",
      [
        new Request(URL_OF_THINGS, { method: "POST", body: "x" }),
        { method: "PUT", headers: { "X-A": "1" }, body: "größe" },
      ],
    ],
  ])("takes %s, as fetch does", async (_name, given) => {
    const { fetch, sent } = recorder();
    const response = await createFetch([], { fetch, clock: createFakeClock() })(...given);
    expect(await response.text()).toBe("fine");
    expect(sent[0]?.url).toBe(URL_OF_THINGS);
    expect(sent[0]?.init).toMatchObject({ method: "PUT", headers: { "x-a": "1" } });
    expect(textOf(sent[0]?.init.body)).toBe("größe");
  });

  it("sends no body where there is none", async () => {
    const { fetch, sent } = recorder();
    await createFetch([], { fetch, clock: createFakeClock() })(URL_OF_THINGS);
    expect(sent[0]?.init.body).toBeNull();
    expect(sent[0]?.init.headers).toEqual({});
  });

  it("runs its middlewares, the first outermost", async () => {
    const order: string[] = [];
    const noting =
      (name: string): Middleware =>
      async (request, next) => {
        order.push(`${name} in`);
        const response = await next({ ...request, headers: { ...request.headers, [name]: "1" } });
        order.push(`${name} out`);
        return response;
      };
    const { fetch, sent } = recorder();
    await createFetch([noting("a"), noting("b")], { fetch, clock: createFakeClock() })(
      URL_OF_THINGS,
    );
    expect(order).toEqual(["a in", "b in", "b out", "a out"]);
    expect(sent[0]?.init.headers).toEqual({ a: "1", b: "1" });
  });

  it("sends a form again byte for byte, its boundary included", async () => {
    const clock = createFakeClock();
    const { fetch, sent } = recorder(() => new Response(null, { status: 429 }));
    const form = new FormData();
    form.append("a", "1");
    const send = createFetch([retry({ clock, random: () => 0 })], { fetch, clock });
    await clock.settle(send(URL_OF_THINGS, { method: "POST", body: form }));
    expect(sent).toHaveLength(2);
    expect(textOf(sent[0]?.init.body)).toContain(`name="a"`);
    expect(textOf(sent[1]?.init.body)).toBe(textOf(sent[0]?.init.body));
    expect(sent[1]?.init.headers).toEqual(sent[0]?.init.headers);
  });

  it("ends with its signal, whichever way it is given", async () => {
    for (const way of ["init", "request"]) {
      const controller = new AbortController();
      const { signal } = controller;
      const send = createFetch([], {
        fetch: () => new Promise(() => undefined),
        clock: createFakeClock(),
      });
      const failed =
        way === "init"
          ? send(URL_OF_THINGS, { signal })
          : send(new Request(URL_OF_THINGS, { signal }));
      await flush();
      controller.abort("enough");
      await expect(failed).rejects.toBe("enough");
    }
  });

  it("still ends with its signal when memory was cleaned up meanwhile", async () => {
    // Node's Request holds on to its own signal weakly: who keeps the signal alone loses it.
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const controller = new AbortController();
    const send = createFetch([], {
      fetch: () => new Promise(() => undefined),
      clock: createFakeClock(),
    });
    const outcomes: unknown[] = [];
    const begin = () => {
      const { signal } = controller;
      for (const sending of [
        send(URL_OF_THINGS, { signal }),
        send(new Request(URL_OF_THINGS, { signal })),
      ]) {
        sending.catch((reason: unknown) => outcomes.push(reason));
      }
    };
    begin();
    for (let round = 0; round < 5; round++) {
      await flush();
      collect();
    }
    controller.abort("enough");
    await flush();
    expect(outcomes).toEqual(["enough", "enough"]);
  });

  it("leaves no listener on the caller's signal", async () => {
    const { signal } = new AbortController();
    const { fetch } = recorder();
    await createFetch([], { fetch, clock: createFakeClock() })(URL_OF_THINGS, { signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("gives a bare openapi-fetch client retries, limits and credentials", async () => {
    interface Paths {
      "/things": {
        post: {
          parameters: { query?: { a?: string } };
          requestBody: { content: { "application/json": { name: string } } };
          responses: { 201: { content: { "application/json": { id: number } } } };
        };
      };
    }
    const clock = createFakeClock();
    const { fetch, sent } = recorder(
      () => new Response("slow down", { status: 429, headers: { "retry-after": "2" } }),
      () =>
        new TypeError("fetch failed", {
          cause: Object.assign(new Error("no"), { code: "ECONNREFUSED" }),
        }),
      () => Response.json({ id: 7 }, { status: 201 }),
    );
    const token = vi
      .fn<() => string>()
      .mockReturnValueOnce("one")
      .mockReturnValueOnce("two")
      .mockReturnValue("three");
    const client = createOpenapiFetchClient<Paths>({
      baseUrl: "https://api.example.com",
      fetch: createFetch(
        [
          retry({ clock, random: () => 0 }),
          rateLimit({ declared: { all: { requests: 1, interval: 1000 } }, clock }),
          authenticate(bearer(token), { origins: ["https://api.example.com"] }),
        ],
        { fetch, clock },
      ),
    });
    const { data, response } = await clock.settle(
      client.POST("/things", { params: { query: { a: "1" } }, body: { name: "x" } }),
    );
    expect(response.status).toBe(201);
    expect(data).toEqual({ id: 7 });
    expect(sent.map(({ url }) => url)).toEqual(
      Array.from({ length: 3 }, () => "https://api.example.com/things?a=1"),
    );
    expect(sent.map(({ init }) => textOf(init.body))).toEqual(
      Array.from({ length: 3 }, () => `{"name":"x"}`),
    );
    expect(sent.map(({ init }) => new Headers(init.headers).get("authorization"))).toEqual([
      "Bearer one",
      "Bearer two",
      "Bearer three",
    ]);
    // Two seconds by Retry-After, then the window of the limit.
    expect(clock.now() - START).toBe(2000 + 1020);
    expect(clock.pending).toBe(0);
  });

  it("fails with the errors of this package", async () => {
    const { fetch } = recorder(() => new TypeError("fetch failed"));
    const send = createFetch([], { fetch, clock: createFakeClock() });
    await expect(send(URL_OF_THINGS)).rejects.toBeInstanceOf(ConnectionError);
  });
});
