import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { ConfigurationError, ConnectionError, TimeoutError } from "../errors/errors.js";
import type { HttpRequest, Next } from "../pipeline/middleware.js";
import { anyText } from "../test-helpers/any-text.js";
import { createDeferred } from "../test-helpers/deferred.js";
import { createFakeClock, START } from "../test-helpers/fake-clock.js";
import { ForeignPromise } from "../test-helpers/foreign-promise.js";
import { REFUSED, unlessRefused } from "../test-helpers/unless-refused.js";
import {
  authenticate,
  type Authenticator,
  authorizationScheme,
  basic,
  bearer,
  headerCredentials,
  type Secret,
} from "./authenticate.js";

const ORIGIN = "https://api.example.com";

function requestTo(url: string, changed: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url, headers: { accept: "application/json" }, ...changed };
}

const request = requestTo(`${ORIGIN}/things`);

async function headersOf(authenticator: Authenticator): Promise<Readonly<Record<string, string>>> {
  return authenticator(request);
}

/** Answers with these statuses, one after another, and keeps what was sent. */
function answering(...statuses: number[]) {
  const sent: HttpRequest[] = [];
  const next: Next = async (one) => {
    sent.push(one);
    return new Response(null, { status: statuses[sent.length - 1] ?? 200 });
  };
  return { sent, next };
}

describe("bearer and authorizationScheme", () => {
  it("write the scheme and the token", async () => {
    expect(await headersOf(bearer("abc.d-e_f~g+h/i="))).toEqual({
      authorization: "Bearer abc.d-e_f~g+h/i=",
    });
    expect(await headersOf(authorizationScheme("Token", "abc"))).toEqual({
      authorization: "Token abc",
    });
  });

  it("ask a function at every request", async () => {
    let count = 0;
    const sync = bearer(() => `token-${++count}`);
    expect(await headersOf(sync)).toEqual({ authorization: "Bearer token-1" });
    expect(await headersOf(sync)).toEqual({ authorization: "Bearer token-2" });
    const later = bearer(async () => `token-${++count}`);
    expect(await headersOf(later)).toEqual({ authorization: "Bearer token-3" });
  });
});

function encoded(pair: string): string {
  return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
}

// Control characters (RFC 5234, CTL) are out, those of Latin-1 too.
function isBasicText(text: string): boolean {
  return text !== "" && !/\p{Cc}/u.test(text);
}

describe("basic (RFC 7617)", () => {
  it.each<[string, string, string]>([
    // The examples of sections 2 and 2.1.
    ["Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="],
    ["test", "123£", "Basic dGVzdDoxMjPCow=="],
    ["key", "a:b:c", encoded("key:a:b:c")],
    ["😀", "пароль", encoded("😀:пароль")],
    ["a", " both ends ", encoded("a: both ends ")],
  ])("%s and %s are %s", async (user, password, expected) => {
    expect(await headersOf(basic(user, password))).toEqual({ authorization: expected });
    const functions = basic(
      () => user,
      async () => password,
    );
    expect(await headersOf(functions)).toEqual({ authorization: expected });
  });

  it("composes what is written in parts, as servers compare it composed (NFC)", async () => {
    expect(await headersOf(basic("a", "e\u0301"))).toEqual({ authorization: encoded("a:\u00e9") });
  });

  it("writes every pair that it does not refuse so that it is read again", async () => {
    const part = anyText();
    await fc.assert(
      fc.asyncProperty(part, part, async (user, password) => {
        const authenticator = unlessRefused(() => basic(user, password));
        const isLegal = isBasicText(user) && isBasicText(password) && !user.includes(":");
        expect(authenticator === REFUSED).toBe(!isLegal);
        fc.pre(authenticator !== REFUSED);
        const { authorization = "" } = await headersOf(authenticator);
        const pair = Buffer.from(authorization.slice(6), "base64").toString("utf8");
        expect(pair).toBe(`${user}:${password}`.normalize("NFC"));
      }),
    );
  });

  it("refuses a colon in the user id, which would move the border", () => {
    expect(() => basic("a:b", "canary")).toThrow("user id holds a colon; Basic cannot say it.");
  });
});

describe("headerCredentials", () => {
  it("gives all fields together, in lower case, asking functions at every request", async () => {
    let count = 0;
    const authenticator = headerCredentials({
      "X-Id": "id",
      "X-Secret": async () => `s${++count}`,
    });
    expect(await headersOf(authenticator)).toEqual({ "x-id": "id", "x-secret": "s1" });
    expect(await headersOf(authenticator)).toEqual({ "x-id": "id", "x-secret": "s2" });
    expect(await headersOf(headerCredentials({ "X-Id": "id", "X-Secret": "s" }))).toEqual({
      "x-id": "id",
      "x-secret": "s",
    });
  });
});

describe("a secret that cannot be sent", () => {
  const kinds: [string, (secret: Secret) => Authenticator, string][] = [
    ["bearer", (secret) => bearer(secret), "token"],
    ["bearer under another name", (secret) => bearer(secret, "apiKey"), "apiKey"],
    ["basic, user id", (secret) => basic(secret, "p"), "user id"],
    ["basic, password", (secret) => basic("u", secret), "password"],
    ["headerCredentials", (secret) => headerCredentials({ "X-Secret": secret }), "X-Secret"],
  ];
  const both: [value: string, reason: string][] = [
    ["", "is empty"],
    ["canary\n", "begins or ends with white space"],
    ["canary\r\nx-injected: 1", "holds a character that cannot be sent"],
    ["canary\0", "holds a character that cannot be sent"],
    ["canary\u007f", "holds a character that cannot be sent"],
    ["canary\ud800", "holds a character that cannot be sent"],
  ];
  const inHeaders: [value: string, reason: string][] = [
    ["  ", "is empty"],
    [" canary", "begins or ends with white space"],
    ["canary ", "begins or ends with white space"],
    ["canary\t", "begins or ends with white space"],
    ["canaryé", "holds a character that cannot be sent"],
    ["canary😀", "holds a character that cannot be sent"],
    ["\ufeffcanary", "begins or ends with white space"],
    ["“canary”", "holds a character that cannot be sent"],
  ];
  const cases = kinds.flatMap(([kind, make, what]) =>
    (kind.startsWith("basic") ? both : [...both, ...inHeaders]).map(
      ([value, reason]) => [kind, value, `${what} ${reason}`, make] as const,
    ),
  );

  it.each(cases)("%s: %j is refused, unseen", async (_kind, value, message, make) => {
    const expected = `${message}; give it as the provider issued it.`;
    const refusal = (error: unknown) => {
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toHaveProperty("message", expected);
    };
    // A string at once, a function's when it is asked.
    expect(() => make(value)).toThrow(expected);
    for (const secret of [() => value, async () => value]) {
      await headersOf(make(secret)).then(() => expect.unreachable(), refusal);
    }
  });

  it.each<[unknown]>([[undefined], [null], [5], [{}]])(
    "%o from a function is refused",
    async (value) => {
      // What JavaScript may give in spite of the type.
      const secret = () => value as string;
      await expect(headersOf(bearer(secret))).rejects.toThrow(ConfigurationError);
      await expect(headersOf(basic("u", secret))).rejects.toThrow(ConfigurationError);
    },
  );

  it("a function's own failure is the call's", async () => {
    const sealed = new Error("vault is sealed");
    await expect(headersOf(bearer(() => Promise.reject(sealed)))).rejects.toThrow(
      "vault is sealed",
    );
  });
});

describe("authenticate sends credentials to its origins only", () => {
  const origins = [ORIGIN, "https://upload.example.com:8443/v1/", "HTTPS://CASED.EXAMPLE.COM:443"];

  async function send(url: string, given = origins) {
    const { sent, next } = answering(200);
    await authenticate(bearer("canary"), { origins: given })(requestTo(url), next);
    return sent[0]?.headers["authorization"];
  }

  it.each([
    ORIGIN,
    `${ORIGIN}/`,
    `${ORIGIN}/things?a=https://evil.net#x`,
    `${ORIGIN}?a=1`,
    `${ORIGIN}#a`,
    "https://upload.example.com:8443/v2/other",
    "https://cased.example.com/a",
  ])("%s is one of them", async (url) => {
    expect(await send(url)).toBe("Bearer canary");
  });

  it.each([
    "https://api.example.com.evil.net/things",
    "https://api.example.com@evil.net/things",
    "https://api.example.com:pass@evil.net/things",
    "https://api.example.com%2eevil.net/things",
    "https://api.example.com\\@evil.net/things",
    "https://api.example.com\t.evil.net/things",
    "https://api.example.comevil.net/things",
    "https://api.example.com-evil.net/things",
    "https://user:pass@api.example.com/things",
    "https://xapi.example.com/things",
    "https://example.com/things",
    "https://evil.net/https://api.example.com/things",
    "https://evil.net/?https://api.example.com/",
    "https://evil.net#https://api.example.com/",
    "http://api.example.com/things",
    "ftp://api.example.com/things",
    "https://api.example.com:444/things",
    "https://api.example.com:8443/things",
    "https://upload.example.com/things",
    "https://upload.example.com:84433/things".replace("84433", "8444"),
    "https://api.example.com./things",
    "https://ａpi.example.net/things",
  ])("%s is none of them", async (url) => {
    await expect(send(url)).rejects.toThrow(ConfigurationError);
    await expect(send(url)).rejects.toThrow(expect.not.stringContaining("canary"));
  });

  it("an origin that is not written as a URL parser writes it is refused, to be sure", async () => {
    await expect(send("https://API.example.com/things")).rejects.toThrow(ConfigurationError);
    await expect(send("https://api.example.com:443/things")).rejects.toThrow(ConfigurationError);
  });

  it("wherever the platform would send a URL that is let pass, it is one of them", async () => {
    const part = fc.oneof(
      fc.constantFrom("https://", "http://", "api.example.com", "evil.net", "@", ":", "/", "\\"),
      fc.constantFrom("?", "#", ".", "443", "8443", "\t", "\n", "%2e", "%00", " ", "user:pass@"),
      fc.string({ maxLength: 2 }),
    );
    const url = fc.array(part, { maxLength: 8 }).map((parts) => `${ORIGIN}${parts.join("")}`);
    await fc.assert(
      fc.asyncProperty(url, async (one) => {
        fc.pre(URL.canParse(one));
        const sent = await send(one, [ORIGIN]).catch(() => undefined);
        fc.pre(sent !== undefined);
        expect(new URL(one).origin).toBe(ORIGIN);
      }),
      { numRuns: 2000 },
    );
  });

  it("names the method, the origin and the origins that are its own", async () => {
    const middleware = authenticate(bearer("canary"), { origins: [ORIGIN] });
    const operation = { id: "things.get", method: "GET", path: "/things" } as const;
    const call = middleware(requestTo("https://evil.net/a?b=c", { operation }), answering().next);
    await expect(call).rejects.toThrow(
      "things.get: refused to send credentials to https://evil.net; they are for https://api.example.com.",
    );
    await expect(call).rejects.toMatchObject({ operationId: "things.get" });
  });

  it("asks for no secret for another origin", async () => {
    const secret = vi.fn<() => string>(() => "canary");
    const middleware = authenticate(bearer(secret), { origins: [ORIGIN] });
    await expect(middleware(requestTo("https://evil.net"), answering().next)).rejects.toThrow(
      ConfigurationError,
    );
    expect(secret).not.toHaveBeenCalled();
  });

  it("without origins sends nothing anywhere", async () => {
    await expect(send(`${ORIGIN}/things`, [])).rejects.toThrow(ConfigurationError);
  });

  it.each(["", "things"])("nor to %j, which is no URL", async (url) => {
    await expect(send(url)).rejects.toThrow(ConfigurationError);
    await expect(send(url)).rejects.toThrow("to what is no URL");
  });

  it("credentials win over a header of the same name, and leave the request as it was", async () => {
    const { sent, next } = answering(200);
    const original = requestTo(ORIGIN, { headers: { authorization: "other", accept: "a" } });
    await authenticate(bearer("mine"), { origins })(original, next);
    expect(sent[0]?.headers).toEqual({ authorization: "Bearer mine", accept: "a" });
    expect(original.headers["authorization"]).toBe("other");
  });
});

/** Credentials that are other ones after each 401. */
function renewing(answer: boolean) {
  let count = 1;
  const renew = vi.fn<(sent: HttpRequest) => boolean>(() => {
    count += 1;
    return answer;
  });
  const authenticator: Authenticator = Object.assign(() => ({ authorization: `Bearer ${count}` }), {
    renew,
  });
  return { renew, middleware: authenticate(authenticator, { origins: [ORIGIN] }) };
}

describe("after a 401", () => {
  it("the request is sent once more with new credentials", async () => {
    const { renew, middleware } = renewing(true);
    const { sent, next } = answering(401, 200);
    const body = new Uint8Array([1]);
    const response = await middleware({ ...request, method: "POST", body }, next);
    expect(response.status).toBe(200);
    expect(sent.map(({ headers }) => headers["authorization"])).toEqual(["Bearer 1", "Bearer 2"]);
    expect(sent.map((one) => [one.method, one.body])).toEqual([
      ["POST", body],
      ["POST", body],
    ]);
    expect(renew.mock.calls[0]?.[0]).toEqual(sent[0]);
  });

  it("a second 401 is the answer", async () => {
    const { renew, middleware } = renewing(true);
    const { sent, next } = answering(401, 401, 200);
    expect((await middleware(request, next)).status).toBe(401);
    expect(sent).toHaveLength(2);
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it("nothing is sent again where other credentials would do no better", async () => {
    const { middleware } = renewing(false);
    const { sent, next } = answering(401, 200);
    expect((await middleware(request, next)).status).toBe(401);
    expect(sent).toHaveLength(1);
  });

  it("nothing is sent again by those that cannot be renewed", async () => {
    const { sent, next } = answering(401, 200);
    const middleware = authenticate(bearer("a"), { origins: [ORIGIN] });
    expect((await middleware(request, next)).status).toBe(401);
    expect(sent).toHaveLength(1);
  });

  it.each([200, 400, 403, 407, 500])("but not after a %d", async (status) => {
    const { renew, middleware } = renewing(true);
    const { next } = answering(status, 200);
    expect((await middleware(request, next)).status).toBe(status);
    expect(renew).not.toHaveBeenCalled();
  });

  it("a stream is not sent again, but the next request has new credentials", async () => {
    const { middleware } = renewing(true);
    const { sent, next } = answering(401, 200);
    const body = new ReadableStream();
    expect((await middleware({ ...request, method: "POST", body }, next)).status).toBe(401);
    expect(sent).toHaveLength(1);
    await middleware(request, next);
    expect(sent[1]?.headers["authorization"]).toBe("Bearer 2");
  });
});

function forever(): Promise<string> {
  return createDeferred<string>().promise;
}

describe("credentials that are asked for in vain", () => {
  const lost = new ConnectionError("reset", { neverSent: false });

  it("say that the request itself was not sent", async () => {
    const middleware = authenticate(() => Promise.reject(lost), { origins: [ORIGIN] });
    const { sent, next } = answering(200);
    await expect(middleware(request, next)).rejects.toMatchObject({
      message: "reset",
      neverSent: false,
      mayHaveActed: false,
    });
    expect(sent).toHaveLength(0);
    // Other calls wait for the same credentials.
    expect(lost.mayHaveActed).toBe(true);
  });

  it("after a 401 too, by which the request was refused", async () => {
    let count = 0;
    const authenticator: Authenticator = Object.assign(
      () => (count++ === 0 ? { authorization: "old" } : Promise.reject(lost)),
      { renew: () => true },
    );
    const middleware = authenticate(authenticator, { origins: [ORIGIN] });
    const call = middleware({ ...request, method: "POST" }, answering(401, 200).next);
    await expect(call).rejects.toMatchObject({ mayHaveActed: false });
  });
});

describe("credentials that take their time", () => {
  it("may come by a promise of another realm", async () => {
    const { sent, next } = answering(401);
    const authenticator: Authenticator = Object.assign(
      () => ForeignPromise.resolve({ authorization: "later" }),
      { renew: () => ForeignPromise.resolve(false) },
    );
    const middleware = authenticate(authenticator, { origins: [ORIGIN] });
    expect((await middleware(request, next)).status).toBe(401);
    expect(sent.map(({ headers }) => headers["authorization"])).toEqual(["later"]);
  });

  it("to be renewed after a 401 end with the call's signal and deadline", async () => {
    const clock = createFakeClock();
    const authenticator: Authenticator = Object.assign(() => ({ authorization: "old" }), {
      renew: () => createDeferred<boolean>().promise,
    });
    const middleware = authenticate(authenticator, { origins: [ORIGIN], clock });
    const controller = new AbortController();
    const { signal } = controller;
    const aborted = middleware({ ...request, signal }, answering(401, 200).next);
    setImmediate(() => controller.abort(new Error("no longer wanted")));
    await expect(aborted).rejects.toThrow("no longer wanted");
    const late = middleware({ ...request, expiresAt: START + 50 }, answering(401, 200).next);
    await expect(clock.settle(late)).rejects.toThrow(TimeoutError);
    expect(clock.pending).toBe(0);
  });

  it("end with the call's signal", async () => {
    const controller = new AbortController();
    const middleware = authenticate(bearer(forever), { origins: [ORIGIN] });
    const { sent, next } = answering(200);
    const call = middleware({ ...request, signal: controller.signal }, next);
    controller.abort(new Error("no longer wanted"));
    await expect(call).rejects.toThrow("no longer wanted");
    expect(sent).toHaveLength(0);
  });

  it("end with the call's deadline", async () => {
    const clock = createFakeClock();
    const middleware = authenticate(bearer(forever), { origins: [ORIGIN], clock });
    const call = middleware({ ...request, expiresAt: START + 50 }, answering(200).next);
    await expect(clock.settle(call)).rejects.toThrow(TimeoutError);
    expect(clock.now()).toBe(START + 50);
  });
});
