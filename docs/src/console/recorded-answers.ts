import type { RecordedAnswer } from "./console-data.ts";

/**
 * Sends nothing: gives a recorded answer to every request, and a token to those who ask for one.
 */
export function answerWith(answer: RecordedAnswer): (input: string) => Promise<Response> {
  return (input) => {
    if (input.endsWith("/oauth2/token")) {
      const token = { access_token: "recorded", token_type: "bearer", expires_in: 3600 };
      return Promise.resolve(Response.json(token));
    }
    const { status, contentType, body } = answer;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return Promise.resolve(
      new Response(body === undefined ? null : text, {
        status,
        headers: contentType === "" ? {} : { "content-type": contentType },
      }),
    );
  };
}
