import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createRespondIo } from "./create-respond-io.js";

/** A fetch that keeps what it was asked, and answers 200 with `{}`. */
function recordingFetch() {
  const requests: { url: string; init: RequestInit }[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    requests.push({ url, init });
    return Response.json({ contactId: 1, messageId: 1 });
  };
  return { requests, fetch };
}

describe("createRespondIo", () => {
  beforeEach(() => vi.stubEnv("RESPOND_IO_TOKEN", ""));
  afterEach(() => vi.unstubAllEnvs());

  test("names the option and the environment variable when there is no token", () => {
    expect(() => createRespondIo()).toThrow(
      'createRespondIo: "token" is missing; pass it as an option (a string or a function) or set RESPOND_IO_TOKEN.',
    );
  });

  test("takes the token from the environment, and from the option before that", async () => {
    vi.stubEnv("RESPOND_IO_TOKEN", "from-environment");
    const { requests, fetch } = recordingFetch();
    await createRespondIo({ fetch }).contacts.get({ identifier: "id:1" });
    await createRespondIo({ fetch, token: "from-option" }).contacts.get({ identifier: "id:1" });
    const sent = requests.map(({ init }) => new Headers(init.headers).get("authorization"));
    expect(sent).toEqual(["Bearer from-environment", "Bearer from-option"]);
  });

  test("asks a token function at every call, so that a token can change", async () => {
    const { requests, fetch } = recordingFetch();
    let count = 0;
    const respond = createRespondIo({ fetch, token: async () => `token-${++count}` });
    await respond.contacts.get({ identifier: "id:1" });
    await respond.contacts.get({ identifier: "id:1" });
    const sent = requests.map(({ init }) => new Headers(init.headers).get("authorization"));
    expect(sent).toEqual(["Bearer token-1", "Bearer token-2"]);
  });

  test("sends to the vendor's server, with the identifier as the vendor writes it", async () => {
    const { requests, fetch } = recordingFetch();
    const respond = createRespondIo({ fetch, token: "t" });
    await respond.contacts.get({ identifier: "phone:+60123456789" });
    await respond.contacts.get({ identifier: "email:a/b?c#d%e f@example.com" });
    expect(requests.map(({ url }) => url)).toEqual([
      "https://api.respond.io/v2/contact/phone:+60123456789",
      "https://api.respond.io/v2/contact/email:a%2Fb%3Fc%23d%25e%20f@example.com",
    ]);
  });

  test("refuses an identifier without a prefix before anything is sent", async () => {
    const { requests, fetch } = recordingFetch();
    const respond = createRespondIo({ fetch, token: "t" });
    // @ts-expect-error an identifier begins with id:, email: or phone:
    const call = respond.contacts.get({ identifier: "60123456789" });
    await expect(call).rejects.toThrow(
      'contacts.get: path parameter "identifier" has to start with one of "id:", "email:", "phone:"',
    );
    expect(requests).toHaveLength(0);
  });

  test("shows no token when the client is printed", async () => {
    const { inspect } = await import("node:util");
    const respond = createRespondIo({ token: "canary-token" });
    expect(inspect(respond, { depth: 9, showHidden: true })).not.toContain("canary");
    expect(JSON.stringify(respond)).not.toContain("canary");
  });
});
