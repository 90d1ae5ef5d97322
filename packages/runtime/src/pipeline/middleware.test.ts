import { describe, expect, it } from "vitest";
import { compose, type HttpRequest, type Middleware, type Next } from "./middleware.js";

const request: HttpRequest = { method: "GET", url: "https://api.example.com/", headers: {} };

const appending =
  (name: string): Middleware =>
  (given, next) =>
    next({ ...given, url: `${given.url}${name}` });

const twice: Middleware = async (given, next) => {
  await next(given);
  return next(given);
};

const answering: Next = async ({ url }) => new Response(url);

describe("compose", () => {
  it("is the transport alone where there are no middlewares", () => {
    expect(compose([], answering)).toBe(answering);
  });

  it("runs the first outermost, whose request the next one sees", async () => {
    const send = compose([appending("a"), appending("b"), appending("c")], answering);
    expect(await (await send(request)).text()).toBe("https://api.example.com/abc");
    expect(request.url).toBe("https://api.example.com/");
  });

  it("lets a middleware call the rest more than once, or not at all", async () => {
    const sent: string[] = [];
    const noting: Next = async ({ url }) => {
      sent.push(url);
      return new Response();
    };
    await compose([twice, appending("a")], noting)(request);
    expect(sent).toEqual(["https://api.example.com/a", "https://api.example.com/a"]);
    await compose([() => Promise.resolve(new Response()), twice], noting)(request);
    expect(sent).toHaveLength(2);
  });
});
