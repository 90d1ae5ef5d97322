import { type Mock, type ProviderName, startMock } from "@parley/mock";
import { onTestFinished, vi } from "vitest";

const CREDENTIALS: Readonly<Record<ProviderName, Readonly<Record<string, string>>>> = {
  asapp: { ASAPP_API_ID: "id", ASAPP_API_SECRET: "secret" },
  rapidpro: { RAPIDPRO_TOKEN: "token" },
  "respond-io": { RESPOND_IO_TOKEN: "token" },
  sinch: { SINCH_PROJECT_ID: "project", SINCH_KEY_ID: "id", SINCH_KEY_SECRET: "secret" },
};

const HOSTS: Readonly<Record<ProviderName, readonly string[]>> = {
  asapp: ["api.sandbox.asapp.com", "api.asapp.com"],
  rapidpro: ["textit.com", "rapidpro.example.org"],
  "respond-io": ["api.respond.io"],
  sinch: [
    "auth.sinch.com",
    "us.conversation.api.sinch.com",
    "eu.conversation.api.sinch.com",
    "us.template.api.sinch.com",
  ],
};

const realFetch = globalThis.fetch;
const standing = new Map<ProviderName, string>();

/**
 * Puts a mock where a provider's own servers are, and credentials into the environment, until the
 * test is over: snippets are run as readers write them, with no `baseUrl`.
 */
export async function standIn(provider: ProviderName): Promise<Mock> {
  const mock = await startMock({ provider });
  standing.set(provider, mock.origin);
  for (const [name, value] of Object.entries(CREDENTIALS[provider])) vi.stubEnv(name, value);
  vi.stubGlobal("fetch", redirectedFetch);
  // Snippets print what readers want to see.
  vi.spyOn(console, "log").mockReturnValue(undefined);
  onTestFinished(async () => {
    standing.delete(provider);
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    await mock.close();
  });
  return mock;
}

async function redirectedFetch(url: string, init: RequestInit): Promise<Response> {
  const { hostname, origin } = new URL(url);
  const provider = [...standing.keys()].find((name) => HOSTS[name].includes(hostname));
  const mock = provider && standing.get(provider);
  if (mock === undefined) throw new Error(`No mock stands in for ${origin}.`);
  const response = await realFetch(mock + url.slice(origin.length), init);
  if (response.body === null) return response;
  // The mock's links lead to itself; those of the provider lead to the provider.
  const text = (await response.text()).replaceAll(mock, origin);
  return new Response(text, { status: response.status, headers: response.headers });
}

/** The names and bodies of what arrived. */
export function arrived({ requests }: Mock): { operation: string | undefined; body: unknown }[] {
  const wrong = requests.flatMap(({ violations }) => violations);
  if (wrong.length > 0)
    throw new Error(`A snippet breaks the description: ${JSON.stringify(wrong)}`);
  return requests.map(({ operation, body }) => ({ operation, body }));
}
