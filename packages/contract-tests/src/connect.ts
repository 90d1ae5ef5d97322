import type { CallOptions, ClientOptions, Operation } from "@parley/runtime";
import type { ProviderUnderTest } from "./providers.js";

/** A client's method, whatever its parameters. */
interface ClientMethod {
  (parameters?: Readonly<Record<string, unknown>>, options?: CallOptions): PromiseLike<unknown>;
  readonly operation: Operation;
}

/** What came back, as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** A client that is connected to something that is no real server. */
export interface Connection {
  /** The client's methods by their names in dots, as a consumer writes them. */
  readonly methods: ReadonlyMap<string, ClientMethod>;
  readonly client: object;
  /** What the client was answered so far. */
  readonly answers: readonly RawAnswer[];
  /** Calls a method. Throws when the client has none of this name. */
  call(
    id: string,
    parameters: Readonly<Record<string, unknown>>,
    options?: CallOptions,
  ): PromiseLike<unknown>;
}

type Send = NonNullable<ClientOptions["fetch"]>;

/** A change to a request on its way from the client. */
export type Tamper = (url: URL, init: RequestInit) => void;

/**
 * Makes a provider's client that sends each call once and without waiting its turn.
 *
 * @param tamper Changes each request before it is sent.
 * @param transport What sends. Default: the platform's `fetch`.
 */
export function connect(
  provider: ProviderUnderTest,
  baseUrl: string,
  tamper?: Tamper,
  transport: Send = (url, init) => fetch(url, init),
): Connection {
  const answers: RawAnswer[] = [];
  const send: Send = async (input, init) => {
    const url = new URL(input);
    const changed = { ...init, headers: new Headers(init.headers) };
    tamper?.(url, changed);
    const response = await transport(tamper ? url.href : input, tamper ? changed : init);
    const text = await response.clone().text();
    answers.push({
      status: response.status,
      contentType: response.headers.get("content-type"),
      text,
    });
    return response;
  };
  const client = provider.create({ baseUrl, fetch: send, retry: false, rateLimit: false });
  const methods = clientMethods(client);
  return {
    methods,
    client,
    answers,
    call(id, parameters, options) {
      const method = methods.get(id);
      if (method === undefined)
        throw new Error(`The client of ${provider.name} has no method ${id}.`);
      return method(parameters, options);
    },
  };
}

function clientMethods(client: object): ReadonlyMap<string, ClientMethod> {
  const methods = new Map<string, ClientMethod>();
  function visit(resource: object, names: readonly string[]): void {
    for (const [name, value] of Object.entries<unknown>({ ...resource })) {
      const path = [...names, name];
      if (isMethod(value)) methods.set(path.join("."), value);
      // The path-style client is made of the same operations.
      else if (typeof value === "object" && value !== null && name !== "api") visit(value, path);
    }
  }
  visit(client, []);
  return methods;
}

function isMethod(value: unknown): value is ClientMethod {
  return typeof value === "function" && "operation" in value;
}
