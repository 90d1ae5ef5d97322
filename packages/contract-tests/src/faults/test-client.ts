import {
  bearer,
  type Clock,
  type ClientOptions,
  createClient,
  type Method,
  type OptionalListMethod,
  type Operation,
  type Provider,
} from "@parley/runtime";
import { createUndiciFetch } from "@parley/runtime/undici";
import { Agent } from "undici";

interface Resources {
  readonly things: {
    readonly get: Method<{ id: number }, unknown, never>;
    readonly exists: Method<{ id: number }, undefined, never>;
    readonly send: Method<{ body: object }, unknown, never>;
    readonly replace: Method<{ body: object }, unknown, never>;
    readonly list: OptionalListMethod<object, number, { items: number[] }, never>;
    readonly listByToken: OptionalListMethod<object, number, { items: number[] }, never>;
  };
}

const provider: Provider = { name: "faulty", servers: { production: "https://api.example.com" } };

const body = { body: "application/json", required: ["body"] } as const;

const operations: readonly Operation[] = [
  { id: "things.get", method: "GET", path: "/things/{id}", parameters: { id: "path" } },
  {
    id: "things.exists",
    method: "HEAD",
    path: "/things/{id}",
    parameters: { id: "path" },
    response: "none",
  },
  { id: "things.send", method: "POST", path: "/things", ...body },
  { id: "things.replace", method: "POST", path: "/replaced", ...body, retry: { safe: true } },
  {
    id: "things.list",
    method: "GET",
    path: "/things",
    pagination: { style: "url", items: "/items", next: "/next" },
  },
  {
    id: "things.listByToken",
    method: "GET",
    path: "/tokens",
    pagination: { style: "token", items: "/items", next: "/next", parameter: "cursor" },
  },
];

/** What only the client's own origin may see. */
export const TOKEN = "token-of-these-tests";

/** A client of a provider of nothing but faults. */
export function createFaultClient(options: ClientOptions): Resources {
  return createClient<Resources, object>({
    provider,
    operations,
    authenticator: bearer(TOKEN),
    options: { rateLimit: false, maxResponseBytes: 1_000_000, random: () => 1, ...options },
  });
}

/** What a client sends by. */
export interface TransportUnderTest extends AsyncDisposable {
  readonly fetch: ClientOptions["fetch"];
}

/** The transports, each with connections of its own where it has a say in them. */
export const transports: Readonly<Record<string, () => TransportUnderTest>> = {
  fetch: () => ({ fetch: undefined, [Symbol.asyncDispose]: () => Promise.resolve() }),
  undici: () => {
    const dispatcher = new Agent();
    return {
      fetch: createUndiciFetch({ dispatcher }),
      [Symbol.asyncDispose]: () => dispatcher.destroy(),
    };
  },
};

/** A clock that stands still until {@link settle} moves it. */
export interface SteppedClock extends Clock {
  /** How many timers wait. */
  readonly pending: number;
  /**
   * Waits for a promise. Time moves on, to the next timer, only while `idle` says that nothing but
   * time can help.
   */
  settle<Value>(promise: PromiseLike<Value>, idle: () => boolean): Promise<Value>;
}

/** 15 January 2027, 08:00:00 UTC. */
export const START = 1_800_000_000_000;

export function createSteppedClock(): SteppedClock {
  const timers = new Map<object, { readonly dueAt: number; readonly callback: () => void }>();
  let time = START;
  const step = () => {
    const next = [...timers].toSorted(([, a], [, b]) => a.dueAt - b.dueAt)[0];
    if (next === undefined) return;
    const [handle, { dueAt, callback }] = next;
    timers.delete(handle);
    time = Math.max(time, dueAt);
    callback();
  };
  return {
    get pending() {
      return timers.size;
    },
    now: () => time,
    setTimeout(callback, milliseconds) {
      const handle = {};
      timers.set(handle, { callback, dueAt: time + Math.max(0, milliseconds) });
      return handle;
    },
    clearTimeout(handle) {
      // The handle is what this clock's own setTimeout returned, if anything.
      timers.delete(handle as object);
    },
    async settle(promise, idle) {
      const state = { settled: false };
      const note = () => {
        state.settled = true;
      };
      promise.then(note, note);
      while (!state.settled) {
        await turn();
        if (!state.settled && idle()) step();
      }
      return promise;
    },
  };
}

/** A turn of the event loop, in which sockets are served. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Waits, turn by turn, for what the other side has to do. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}
