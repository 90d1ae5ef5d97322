import type { WireRequest } from "./snippets.ts";
import type { DocumentedProvider } from "./providers.ts";

/** A client's method, whatever its parameters. */
type ClientMethod = (parameters: Readonly<Record<string, unknown>>) => PromiseLike<unknown>;

// Of no interest to who reads how a request looks.
const OWN_HEADERS = new Set(["user-agent", "accept", "content-length"]);

/**
 * What a provider's client sends for a call: the real one, whose transport is replaced by one that
 * looks at the request and answers nothing.
 */
export async function wireRequest(
  provider: DocumentedProvider,
  id: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<WireRequest> {
  let seen: { readonly url: string; readonly init: RequestInit } | undefined;
  const client = provider.create({
    retry: false,
    rateLimit: false,
    fetch: (input, init) => {
      const url = input;
      if (url.endsWith("/oauth2/token")) {
        const token = { access_token: "$SINCH_ACCESS_TOKEN", token_type: "bearer", expires_in: 60 };
        return Promise.resolve(Response.json(token));
      }
      seen = { url, init };
      return Promise.resolve(new Response(null, { status: 599 }));
    },
  });
  const method = id
    .split(".")
    .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], client);
  try {
    await (method as ClientMethod)(parameters);
  } catch {
    // Nothing was answered; what was sent is all that is asked for.
  }
  if (seen === undefined) throw new Error(`${provider.name}: ${id} sent nothing.`);
  const { url, init } = seen;
  const isForm = init.body instanceof FormData;
  return {
    method: init.method ?? "GET",
    // A variable of the shell, not a character to be encoded.
    url: url.replaceAll("%24SINCH_", "$SINCH_"),
    headers: [...new Headers(init.headers)].filter(
      ([name]) => !OWN_HEADERS.has(name) && !(isForm && name === "content-type"),
    ),
    body: bodyText(init.body),
  };
}

function bodyText(body: RequestInit["body"]): WireRequest["body"] {
  if (body === undefined || body === null) return undefined;
  if (body instanceof FormData) {
    return [...body].map(([name, value]) =>
      typeof value === "string" ? `${name}=${value}` : `${name}=@${value.name}`,
    );
  }
  if (typeof body !== "string") throw new Error("A body is text, or a form.");
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
