import { describe, expect, it } from "vitest";
import type { Authenticator } from "../authentication/authenticate.js";
import type { ParleyError } from "../errors/errors.js";
import {
  type Answer,
  connectionFailure,
  createTestClient,
} from "../test-helpers/create-test-client.js";

const SENT_ONCE =
  " The body is a stream, which can be sent once only, and was not sent again; call again with a new one.";

/** The error of a call that is answered first in this way, and then with a success. */
async function failureOf(body: BodyInit, first: Answer, authenticator?: Authenticator) {
  const answers = [first, () => new Response("done")];
  const { client, clock, sent } = createTestClient({}, answers, authenticator);
  // The operation takes plain text, which may come as a stream.
  const call = client.texts.send({ body: body as string });
  const error = await clock.settle(
    call.then(
      () => undefined,
      (reason: ParleyError) => reason,
    ),
  );
  return { error, sent: sent.length };
}

const renewing: Authenticator = Object.assign(() => ({ authorization: "Bearer x" }), {
  renew: () => true,
});

const stream = () => new Blob(["some text"]).stream();

describe("a body that is a stream", () => {
  it.each<[string, Answer, Authenticator | undefined]>([
    ["no connection was made", () => connectionFailure("ECONNREFUSED"), undefined],
    ["a 429", () => new Response("later", { status: 429 }), undefined],
    ["a 401 that other credentials would mend", () => new Response("", { status: 401 }), renewing],
    [
      "a redirect that keeps the method",
      () => new Response("", { status: 307, headers: { location: "/v1/other" } }),
      undefined,
    ],
  ])("is not sent again, and the error says so: %s", async (_name, first, authenticator) => {
    const { error, sent } = await failureOf(stream(), first, authenticator);
    expect(sent).toBe(1);
    expect(error?.message.endsWith(SENT_ONCE)).toBe(true);
    // What is printed, too.
    expect(error?.stack).toContain(SENT_ONCE);
    expect(await failureOf("some text", first, authenticator)).toEqual({
      error: undefined,
      sent: 2,
    });
  });

  it("that broke on its way may have been seen, and the error says both", async () => {
    const { error } = await failureOf(stream(), () => connectionFailure("ECONNRESET"));
    expect(error?.message).toContain("the server may have seen the request.");
    expect(error?.message.endsWith(SENT_ONCE)).toBe(true);
  });

  it.each([
    ["a 400, after which nothing is sent again", () => new Response("no", { status: 400 })],
    ["a 503 to what is not safe", () => new Response("no", { status: 503 })],
    ["a 401 that nothing would mend", () => new Response("", { status: 401 })],
    [
      "a redirect elsewhere",
      () => new Response("", { status: 307, headers: { location: "https://other.example/" } }),
    ],
  ])("is not mentioned where it changes nothing: %s", async (_name, first) => {
    const { error, sent } = await failureOf(stream(), first);
    expect(sent).toBe(1);
    expect(error?.message).not.toContain("stream");
  });

  it("is not mentioned where the body is none", async () => {
    const { error } = await failureOf("text", () => connectionFailure("ECONNRESET"));
    expect(error?.message).not.toContain("stream");
  });
});
