// One process of `bench/limits.ts`: makes the calls that it is told of, all at once.
import {
  authenticate,
  clientCredentials,
  createFetch,
  deadline,
  rateLimit,
  retry,
  systemClock,
} from "@parley/runtime";
import { createRedisRateLimitStore, createRedisTokenStore } from "@parley/redis";

/** What a process is started with. */
export interface MemberSettings {
  readonly tokenUrl: string;
  /** Absent: it is alone, and counts in memory. */
  readonly redis?: {
    readonly url: string;
    readonly prefix: string;
    readonly encryptionKey: string;
  };
}

/** Calls to make at once: to a limited server, or to get a token with a clock that is so far ahead. */
export type MemberTask =
  | {
      readonly do: "send";
      readonly url: string;
      readonly calls: number;
      readonly limit: { readonly requests: number; readonly interval: number };
    }
  | { readonly do: "token"; readonly calls: number; readonly later: number };

// The parent gives what the type says.
const { tokenUrl, redis } = JSON.parse(process.argv[2] ?? "") as MemberSettings;
const limits = redis && createRedisRateLimitStore({ ...redis, fallback: "refuse" });
const tokens = redis && createRedisTokenStore({ ...redis, fallback: "refuse", timeout: 5000 });

let ahead = 0;
const clock = { ...systemClock, now: () => systemClock.now() + ahead };
const credentials = clientCredentials({
  tokenUrl,
  clientId: "bench",
  clientSecret: "bench",
  store: tokens,
  clock,
});
const sign = authenticate(credentials, { origins: ["https://api.example.com"], clock });

/** How many of the calls had an answer of success. */
function run(task: MemberTask): Promise<number> {
  let call: () => Promise<Response>;
  if (task.do === "send") {
    const declared = { all: task.limit };
    const fetch = createFetch([deadline(), retry(), rateLimit({ declared, store: limits })]);
    call = () => fetch(task.url, { method: "POST" });
  } else {
    ahead = task.later;
    const request = { method: "GET", url: "https://api.example.com/", headers: {} };
    call = () =>
      sign(
        request,
        async ({ headers }) => new Response(null, { status: headers["authorization"] ? 200 : 401 }),
      );
  }
  return Promise.all(Array.from({ length: task.calls }, call)).then(
    (responses) => responses.filter(({ ok }) => ok).length,
  );
}

process.on("message", (task: MemberTask) => {
  run(task).then(
    (succeeded) => process.send?.({ succeeded }),
    (error: unknown) => process.send?.({ succeeded: 0, error: String(error) }),
  );
});
process.on("disconnect", () => process.exit());
// A process that is at work has the platform's fetch loaded, and is connected to Redis.
await fetch("data:,");
await limits?.take("warm-up", { requests: 1, interval: 1 }, 0);
process.send?.("ready");
