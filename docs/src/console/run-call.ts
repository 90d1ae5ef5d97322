import type { CallOptions, ClientOptions } from "@parley/runtime";

/** Makes a provider's client with credentials that only a mock takes. */
export type MakeClient = (
  options: ClientOptions & { readonly tokenUrl?: string | undefined },
) => object;

/** Sends a request: what `fetch` does. */
type Send = NonNullable<ClientOptions["fetch"]>;

/** A request as it went out, and the status line of what came back. */
interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | undefined;
  /** Undefined where no answer came. */
  readonly status: number | undefined;
}

/** How a call went. */
export interface CallReport {
  readonly exchanges: readonly Exchange[];
  readonly outcome:
    | { readonly kind: "result"; readonly status: number | undefined; readonly value: unknown }
    | {
        readonly kind: "error";
        readonly name: string;
        readonly message: string;
        readonly status: number | undefined;
        readonly body: unknown;
      };
}

/** What to call, and where it is sent. */
export interface CallRequest {
  readonly create: MakeClient;
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly baseUrl: string;
  readonly send: Send;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls a method of the real client, and reports what went over the wire. */
export async function runCall(request: CallRequest): Promise<CallReport> {
  const exchanges: Exchange[] = [];
  const send: Send = async (input, init) => {
    const exchange = {
      method: init.method ?? "GET",
      url: input,
      headers: [...new Headers(init.headers)],
      body: bodyText(init.body),
    };
    try {
      const response = await request.send(input, init);
      exchanges.push({ ...exchange, status: response.status });
      return response;
    } catch (error) {
      exchanges.push({ ...exchange, status: undefined });
      throw error;
    }
  };
  const status = (): number | undefined => exchanges.at(-1)?.status;
  try {
    const client = request.create({
      baseUrl: request.baseUrl,
      tokenUrl: `${new URL(request.baseUrl).origin}/oauth2/token`,
      fetch: send,
      // An error is what its reader has asked for.
      retry: false,
    });
    const value = await methodOf(client, request.method)(request.parameters, {
      headers: request.headers,
    });
    return { exchanges, outcome: { kind: "result", status: status(), value: plainPage(value) } };
  } catch (error) {
    return { exchanges, outcome: { kind: "error", ...describe(error, status()) } };
  }
}

type ClientMethod = (
  parameters: Readonly<Record<string, unknown>>,
  options: CallOptions,
) => PromiseLike<unknown>;

function methodOf(client: object, name: string): ClientMethod {
  const method = name
    .split(".")
    .reduce<unknown>(
      (value, part) => (value as Readonly<Record<string, unknown>> | undefined)?.[part],
      client,
    );
  if (typeof method !== "function") throw new Error(`The client has no method ${name}.`);
  return method as ClientMethod;
}

/** A page of a list without what can be called. */
function plainPage(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("next" in value) || !("items" in value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).filter(([name, one]) => typeof one !== "function" && name !== "body"),
  );
}

function describe(
  error: unknown,
  sent: number | undefined,
): { name: string; message: string; status: number | undefined; body: unknown } {
  if (!(error instanceof Error)) {
    return { name: "Error", message: String(error), status: sent, body: undefined };
  }
  const { status, body } = error as { readonly status?: unknown; readonly body?: unknown };
  return {
    name: error.name,
    message: error.message,
    status: typeof status === "number" ? status : sent,
    body,
  };
}

function bodyText(body: RequestInit["body"]): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (body instanceof FormData) {
    return [...body]
      .map(([name, value]) => `${name}: ${typeof value === "string" ? value : value.name}`)
      .join("\n");
  }
  return typeof body === "string" ? body : "(bytes)";
}
