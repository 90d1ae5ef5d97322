import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Operation, Provider } from "../description/operation.js";
import { ConfigurationError } from "../errors/errors.js";
import { REFUSED, unlessRefused } from "../test-helpers/unless-refused.js";
import { resolveServers } from "./resolve-servers.js";

const operation: Operation = { id: "things.get", method: "GET", path: "/things" };

const provider: Provider = {
  name: "acme",
  servers: {
    production: "https://{region}.api.example.com/v1/",
    sandbox: "https://sandbox.example.com",
    upload: "https://{region}.upload.example.com",
  },
  environments: ["production", "sandbox"],
  variables: { region: { default: "us", enum: ["us", "eu"] } },
};

/** A provider whose installations are anywhere. */
const hosted: Provider = {
  name: "hosted",
  servers: { default: "https://{host}/api/{version}" },
  variables: { host: { default: "example.com" }, version: { default: "v2/stable" } },
};

function baseUrl(options: Readonly<Record<string, unknown>> = {}, of: Provider = provider) {
  return resolveServers(of, options).baseUrlOf(operation);
}

describe("resolveServers", () => {
  it("takes the first server and the variables' defaults where nothing is said", () => {
    expect(baseUrl()).toBe("https://us.api.example.com/v1");
    expect(baseUrl({}, hosted)).toBe("https://example.com/api/v2/stable");
    for (const absent of [undefined, null]) {
      expect(baseUrl({ region: absent, environment: absent })).toBe(
        "https://us.api.example.com/v1",
      );
    }
  });

  it("fills in the variables by the options of their names", () => {
    expect(baseUrl({ region: "eu" })).toBe("https://eu.api.example.com/v1");
    expect(baseUrl({ host: "chat.example.org:8443" }, hosted)).toBe(
      "https://chat.example.org:8443/api/v2/stable",
    );
    expect(baseUrl({ host: "[::1]:8000", version: "v3" }, hosted)).toBe(
      "https://[::1]:8000/api/v3",
    );
  });

  it("takes what the description lists, whatever characters are in it", () => {
    const listed: Provider = {
      ...hosted,
      variables: {
        host: { default: "example.com" },
        version: { default: "v2/stable", enum: ["v2/stable", "v3_beta"] },
      },
    };
    expect(baseUrl({ version: "v3_beta" }, listed)).toBe("https://example.com/api/v3_beta");
    expect(baseUrl({}, listed)).toBe("https://example.com/api/v2/stable");
  });

  it("takes another server by environment, and by the operation's own server", () => {
    expect(baseUrl({ environment: "sandbox" })).toBe("https://sandbox.example.com");
    const servers = resolveServers(provider, { environment: "sandbox", region: "eu" });
    expect(servers.baseUrlOf({ ...operation, server: "upload" })).toBe(
      "https://eu.upload.example.com",
    );
    expect(servers.baseUrlOf({ ...operation, server: "production" })).toBe(
      "https://eu.api.example.com/v1",
    );
  });

  it("baseUrl stands for every server, and is the only one then", () => {
    const servers = resolveServers(provider, { baseUrl: "http://127.0.0.1:4010/mock" });
    expect(servers.all).toEqual(["http://127.0.0.1:4010/mock"]);
    expect(servers.baseUrlOf(operation)).toBe("http://127.0.0.1:4010/mock");
    expect(servers.baseUrlOf({ ...operation, server: "upload" })).toBe(
      "http://127.0.0.1:4010/mock",
    );
  });
});

describe("baseUrl", () => {
  it.each([
    ["https://example.com", "https://example.com"],
    ["https://example.com/", "https://example.com"],
    ["https://example.com///", "https://example.com"],
    ["https://example.com/v2/", "https://example.com/v2"],
    ["https://example.com/a//b//", "https://example.com/a//b"],
    ["https://example.com:443/v2", "https://example.com/v2"],
    ["HTTPS://EXAMPLE.com/V2", "https://example.com/V2"],
    [" https://example.com/v2 ", "https://example.com/v2"],
    ["https://example.com/a/../v2", "https://example.com/v2"],
    ["https://example.com/ü x", "https://example.com/%C3%BC%20x"],
    ["https://bücher.example/", "https://xn--bcher-kva.example"],
    ["http://localhost:4010", "http://localhost:4010"],
  ])("%s is %s", (given, expected) => {
    expect(baseUrl({ baseUrl: given })).toBe(expected);
  });

  it.each<[unknown]>([
    ["https://user:canary@example.com"],
    ["https://canary@example.com"],
    ["https://:canary@example.com"],
    ["https://example.com?key=canary"],
    ["https://example.com/#canary"],
    ["ftp://example.com"],
    ["file:///etc/passwd"],
    ["javascript:alert(1)"],
    ["data:text/plain,canary"],
    ["example.com"],
    ["//example.com"],
    ["/v2"],
    ["https://"],
    ["https://exa mple.com"],
    [""],
    [null],
    [5],
    [new URL("https://example.com")],
    [["https://example.com"]],
  ])("%o is refused, and not shown", (given) => {
    const resolve = () => baseUrl({ baseUrl: given });
    expect(resolve).toThrow(ConfigurationError);
    expect(resolve).toThrow(
      'acme: option "baseUrl" is not an absolute http or https URL without user, query and fragment; give one such as "https://api.example.com/v2".',
    );
  });
});

describe("variables", () => {
  it("refuses what the description does not list", () => {
    expect(() => baseUrl({ region: "US" })).toThrow(
      'acme: option "region" is "US"; give one of "us", "eu".',
    );
    for (const region of ["", "toString", "us.evil.net/", "us,eu", 5, ["us"], {}]) {
      expect(() => baseUrl({ region })).toThrow(ConfigurationError);
    }
  });

  it.each([
    "evil.net/x?",
    "evil.net/",
    "evil.net#",
    "evil.net?a=",
    "user@evil.net",
    "user:pass@evil.net",
    "evil.net\\",
    "evil.net\t",
    "evil.net\n",
    "evil net",
    "evil.net%2f",
    "évil.net",
    "{host}",
    "..",
    ".",
    "",
  ])("host: %j is refused", (host) => {
    expect(() => baseUrl({ host }, hosted)).toThrow(ConfigurationError);
    expect(() => baseUrl({ version: host }, hosted)).toThrow(ConfigurationError);
  });

  it("names the option and a plain name", () => {
    expect(() => baseUrl({ host: "a/b" }, hosted)).toThrow(
      `hosted: option "host" cannot stand in the server's URL; give a plain name such as "example.com".`,
    );
  });

  it("never shows what should be a host, as it may hold a secret", () => {
    const host = "user:canary@example.com";
    expect(() => baseUrl({ host }, hosted)).toThrow(expect.not.stringContaining("canary"));
  });

  it("refuses a variable that has neither option nor default", () => {
    const bare: Provider = { name: "bare", servers: { default: "https://{host}" } };
    expect(() => baseUrl({}, bare)).toThrow(
      `bare: option "host" cannot stand in the server's URL; give a plain name such as "example".`,
    );
    expect(baseUrl({ host: "a.example" }, bare)).toBe("https://a.example");
  });

  it("refuses a bigint or an object that JSON cannot say with the same words", () => {
    expect(() => baseUrl({ host: 1n }, hosted)).toThrow(ConfigurationError);
    expect(() => baseUrl({ environment: 1n })).toThrow(ConfigurationError);
  });

  // Much of it is refused: what is left has to be harmless.
  const pieces = ["evil.net", "a", "80", "-", ":", ".", "..", "[::1]", "/", "?", "#", "@", "\\"];
  const option = fc.oneof(
    fc.string({ minLength: 1, maxLength: 4 }),
    fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }).map((all) => all.join("")),
    fc.stringMatching(/^[a-z0-9.:[\]-]{1,8}$/),
  );

  it("whatever a host is, the path stays, and nothing comes before or after it", () => {
    fc.assert(
      fc.property(option, option, (host, version) => {
        const resolved = unlessRefused(() => baseUrl({ host, version }, hosted));
        fc.pre(resolved !== REFUSED);
        const url = new URL(resolved);
        expect(url.protocol).toBe("https:");
        expect(url.username + url.password + url.search + url.hash).toBe("");
        expect(url.pathname).toBe(`/api/${version}`);
        expect(url.host).toBe(new URL(`https://${host}`).host);
      }),
      { numRuns: 300 },
    );
  });

  it("a part of a host cannot become the host", () => {
    const servers = { default: "https://{region}.api.example.com" };
    fc.assert(
      fc.property(option, (region) => {
        const resolved = unlessRefused(() => baseUrl({ region }, { name: "regional", servers }));
        fc.pre(resolved !== REFUSED);
        expect(new URL(resolved).hostname).toMatch(/[.]api[.]example[.]com$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe("environment", () => {
  it.each<[unknown]>([
    ["staging"],
    ["upload"],
    ["Sandbox"],
    [""],
    ["toString"],
    ["constructor"],
    ["__proto__"],
    [5],
    [["sandbox"]],
  ])("%j is refused", (environment) => {
    expect(() => baseUrl({ environment })).toThrow(ConfigurationError);
  });

  it("is refused where the provider has none", () => {
    expect(() => baseUrl({ environment: "default" }, hosted)).toThrow(
      'hosted: option "environment" is "default"; leave it out.',
    );
  });

  it("keeps the credentials of one environment from the servers of another", () => {
    expect(resolveServers(provider, { environment: "sandbox" }).all).toEqual([
      "https://sandbox.example.com",
      "https://us.upload.example.com",
    ]);
    expect(resolveServers(provider, {}).all).toEqual([
      "https://us.api.example.com/v1",
      "https://us.upload.example.com",
    ]);
  });

  it("names those that there are", () => {
    expect(() => baseUrl({ environment: "staging" })).toThrow(
      'acme: option "environment" is "staging"; give one of "production", "sandbox".',
    );
  });
});
