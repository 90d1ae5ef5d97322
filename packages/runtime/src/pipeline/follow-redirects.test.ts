import { describe, expect, it } from "vitest";
import { followRedirects } from "./follow-redirects.js";
import type { HttpRequest } from "./middleware.js";

const BASE = "https://api.example.com/v1/things?a=1";

function requestWith(overrides: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url: BASE, headers: { authorization: "secret" }, ...overrides };
}

function redirect(status: number, location: string | null): Response {
  return new Response(null, { status, headers: location === null ? {} : { location } });
}

/** Sends a request to a server that redirects as told, then answers 200. */
async function follow(request: HttpRequest, ...redirects: readonly Response[]) {
  const seen: HttpRequest[] = [];
  const response = await followRedirects()(request, async (sent) => {
    seen.push(sent);
    return redirects[seen.length - 1] ?? new Response("arrived");
  });
  return { seen, response, urls: seen.map(({ url }) => url) };
}

describe("a redirect that is followed", () => {
  it.each([
    ["GET", 301],
    ["GET", 302],
    ["GET", 303],
    ["GET", 307],
    ["GET", 308],
    ["HEAD", 301],
    ["HEAD", 303],
    ["POST", 307],
    ["POST", 308],
    ["PATCH", 307],
    ["DELETE", 308],
  ])("is that of a %s by %d", async (method, status) => {
    const { response, urls } = await follow(
      requestWith({ method }),
      redirect(status, "/v2/things"),
    );
    expect(response.status).toBe(200);
    expect(urls).toEqual([BASE, "https://api.example.com/v2/things"]);
  });

  it("keeps method, body, headers and all else of the request", async () => {
    const request = requestWith({ method: "POST", body: `{"a":1}`, expiresAt: 5, attempt: 2 });
    const { seen } = await follow(request, redirect(307, "/v2/things"));
    expect(seen[1]).toEqual({ ...request, url: "https://api.example.com/v2/things" });
  });

  it.each([
    ["an absolute URL", "https://api.example.com/v2?b=%20", "https://api.example.com/v2?b=%20"],
    [
      "an absolute URL with the default port",
      "https://api.example.com:443/v2",
      "https://api.example.com/v2",
    ],
    ["an absolute path", "/v2", "https://api.example.com/v2"],
    ["a relative path", "others", "https://api.example.com/v1/others"],
    ["a query", "?b=2", "https://api.example.com/v1/things?b=2"],
    ["a URL without a scheme", "//api.example.com/v2", "https://api.example.com/v2"],
  ])("may be given by %s", async (_name, location, url) => {
    const { urls } = await follow(requestWith(), redirect(302, location));
    expect(urls).toEqual([BASE, url]);
  });

  it("is resolved against the place that it came from", async () => {
    const { urls } = await follow(requestWith(), redirect(302, "/v2/a/b"), redirect(302, "c"));
    expect(urls[2]).toBe("https://api.example.com/v2/a/c");
  });

  it("is one of five at most: a circle ends with the redirect that it is", async () => {
    const circle = Array.from({ length: 9 }, () => redirect(302, BASE));
    const { seen, response } = await follow(requestWith(), ...circle);
    expect(seen).toHaveLength(6);
    expect(response.status).toBe(302);
  });

  it("may be the fifth", async () => {
    const hops = Array.from({ length: 5 }, (_none, hop) => redirect(302, `/${hop}`));
    const { response } = await follow(requestWith(), ...hops);
    expect(await response.text()).toBe("arrived");
  });
});

describe("a redirect that is handed back as the answer it is", () => {
  it.each([
    ["another host", "https://evil.example.net/v1/things"],
    ["a host that begins like ours", "https://api.example.com.evil.example.net/"],
    ["a subdomain", "https://a.api.example.com/"],
    ["the parent domain", "https://example.com/"],
    ["another port", "https://api.example.com:8443/"],
    ["another scheme", "http://api.example.com/v1/things"],
    ["another host without a scheme", "//evil.example.net/"],
    ["another host by backslashes", "\\\\evil.example.net/"],
    ["our host as the user of another", "https://api.example.com@evil.example.net/"],
    ["our host with a user", "https://user:pass@api.example.com/"],
    ["a URL that is no place", "data:text/plain,hello"],
    ["a file", "file:///etc/passwd"],
  ])("is one to %s: credentials go to the client's own origin only", async (_name, location) => {
    for (const status of [301, 302, 303, 307, 308]) {
      const { seen, response } = await follow(requestWith(), redirect(status, location));
      expect(seen).toHaveLength(1);
      expect(response.status).toBe(status);
    }
  });

  it("is one to another origin behind one to our own", async () => {
    const evil = "https://evil.example.net/";
    const { urls, response } = await follow(
      requestWith(),
      redirect(302, "/v2"),
      redirect(302, evil),
    );
    expect(urls).toEqual([BASE, "https://api.example.com/v2"]);
    expect(response.headers.get("location")).toBe(evil);
  });

  it.each([
    ["POST", 301],
    ["POST", 302],
    ["POST", 303],
    ["PUT", 302],
    ["PATCH", 301],
    ["DELETE", 303],
  ])("is that of a %s by %d, which the platform would turn into a GET", async (method, status) => {
    const { seen, response } = await follow(
      requestWith({ method, body: "{}" }),
      redirect(status, "/v2"),
    );
    expect(seen).toHaveLength(1);
    expect(response.status).toBe(status);
  });

  it.each([
    ["no Location", null],
    ["a Location that is no URL", "https://"],
    ["a Location with a port that is none", "https://api.example.com:port/"],
  ])("has %s", async (_name, location) => {
    const { seen, response } = await follow(requestWith(), redirect(302, location));
    expect(seen).toHaveLength(1);
    expect(response.status).toBe(302);
  });

  it("has a stream for a body, which the first request has read", async () => {
    const request = requestWith({ method: "POST", body: new ReadableStream() });
    const { seen, response } = await follow(request, redirect(307, "/v2"));
    expect(seen).toHaveLength(1);
    expect(response.status).toBe(307);
  });

  it.each([200, 201, 300, 304, 305, 306, 309, 400])("is none: status %d", async (status) => {
    const { seen, response } = await follow(requestWith(), redirect(status, "/v2"));
    expect(seen).toHaveLength(1);
    expect(response.status).toBe(status);
  });
});
