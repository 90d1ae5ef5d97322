// A program of its own, so that its heap and its handles are its own: makes very many sends at a
// server that fails, and says what became of each. The first argument is its task, in JSON.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  bearer,
  type Clock,
  createClient,
  type Method,
  type Operation,
  ParleyError,
} from "@parley/runtime";
import { createUndiciFetch } from "@parley/runtime/undici";
import { Agent } from "undici";

/** What to do. */
export interface SendManyTask {
  readonly url: string;
  /** A port of the same host at which nobody listens. */
  readonly closedPort: number;
  readonly transport: "fetch" | "undici";
  /** How many sends come before those that are measured. */
  readonly warmUp: number;
  readonly sends: number;
  readonly concurrency: number;
  /** Every so many attempts no connection can be made. */
  readonly refuseEvery: number;
}

/** What is written at the end, on a line of its own. */
export interface SendManyReport {
  readonly unhandledRejections: number;
  /** Bytes of heap in use after the warm-up, and after all. */
  readonly heap: readonly [before: number, after: number];
  /** What would keep the process alive, but for its output. */
  readonly resources: readonly string[];
  /** Timers of the client's clock that wait. */
  readonly timers: number;
}

/** What became of a send: its id, the error's name or `ok`, and whether the server may have acted. */
export type SendManyLine = readonly [id: string, outcome: string, mayHaveActed: boolean];

const task = JSON.parse(process.argv[2] ?? "") as SendManyTask;

// Milliseconds of the client's time in one of the host's: waits of seconds take a few milliseconds.
const SPEED = 50;

const timers = new Set<NodeJS.Timeout>();
const clock: Clock = {
  now: () => performance.timeOrigin + performance.now() * SPEED,
  setTimeout(callback, milliseconds) {
    const timer = setTimeout(() => {
      timers.delete(timer);
      callback();
    }, milliseconds / SPEED);
    timers.add(timer);
    return timer;
  },
  clearTimeout(handle) {
    // The handle is what this clock's own setTimeout returned, if anything.
    const timer = handle as NodeJS.Timeout | undefined;
    if (timer === undefined) return;
    timers.delete(timer);
    clearTimeout(timer);
  },
};

let unhandledRejections = 0;
process.on("unhandledRejection", () => (unhandledRejections += 1));

const sending = {
  method: "POST",
  parameters: { id: "query" },
  required: ["body"],
  body: "application/json",
} as const;

const operations: readonly Operation[] = [
  { ...sending, id: "sends.once", path: "/once" },
  { ...sending, id: "sends.repeatable", path: "/repeatable", retry: { safe: true } },
];

type Send = Method<{ id: string; body: object }, unknown, never>;

const agent = new Agent();
let attempts = 0;
const { sends } = createClient<{ sends: { once: Send; repeatable: Send } }, object>({
  provider: { name: "faulty", servers: { production: task.url } },
  operations,
  authenticator: bearer("test"),
  options: {
    fetch: task.transport === "undici" ? createUndiciFetch({ dispatcher: agent }) : undefined,
    clock,
    timeout: 20_000,
    maxResponseBytes: 1_000_000,
    rateLimit: false,
    middleware: [
      (request, next) => {
        attempts += 1;
        if (attempts % task.refuseEvery !== 0) return next(request);
        const url = new URL(request.url);
        url.port = String(task.closedPort);
        return next({ ...request, url: url.href });
      },
    ],
  },
});

function report(line: SendManyLine | SendManyReport): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function sendMany(kind: string, count: number): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < count) {
      const index = next++;
      const method = index % 2 === 0 ? "once" : "repeatable";
      const id = `${kind}-${method}-${index}`;
      try {
        await sends[method]({ id, body: { id, text: "Hello" } });
        report([id, "ok", true]);
      } catch (error) {
        const name = error instanceof ParleyError ? error.name : `untyped ${String(error)}`;
        report([id, name, !(error instanceof ParleyError) || error.mayHaveActed]);
      }
    }
  };
  await Promise.all(Array.from({ length: task.concurrency }, work));
}

setFlagsFromString("--expose-gc");
// The flag gives it to contexts that are made after it.
const collectGarbage = runInNewContext("gc") as () => void;

async function heapUsed(): Promise<number> {
  // What ends a turn later, and finalizers, get their turns.
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

await sendMany("warm-up", task.warmUp);
const before = await heapUsed();
await sendMany("main", task.sends);
const after = await heapUsed();
await agent.close();
const resources = process.getActiveResourcesInfo().filter((name) => name !== "PipeWrap");
report({ unhandledRejections, heap: [before, after], resources, timers: timers.size });
