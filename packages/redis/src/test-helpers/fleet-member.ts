// One process of a fleet: it does as its parent says, and answers what came of it. It runs what is
// built, as a consumer's process does.
import { authenticate, clientCredentials, systemClock } from "@parley/runtime";
import { createRedisRateLimitStore, createRedisTokenStore } from "@parley/redis";

/** What a member is told to do. */
export type FleetTask =
  | { readonly do: "take"; readonly calls: number; readonly requests: number }
  /** `later`: milliseconds that its clock is ahead; `refused`: what the API answers 401 to. */
  | {
      readonly do: "call";
      readonly calls: number;
      readonly later: number;
      readonly refused?: string;
    };

/** What every member is started with. */
export interface FleetSettings {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly tokenUrl: string;
  readonly encryptionKey: string;
}

// The parent gives what the type says.
const settings = JSON.parse(process.argv[2] ?? "") as FleetSettings;
const { redisUrl: url, prefix, tokenUrl, encryptionKey } = settings;

const limits = createRedisRateLimitStore({ url, prefix, fallback: "refuse", timeout: 10_000 });
const store = createRedisTokenStore({
  url,
  prefix,
  encryptionKey,
  fallback: "refuse",
  timeout: 10_000,
});

let ahead = 0;
const clock = { ...systemClock, now: () => systemClock.now() + ahead };
const credentials = clientCredentials({
  tokenUrl,
  clientId: "fleet",
  clientSecret: "canary-secret",
  store,
  clock,
});
const send = authenticate(credentials, { origins: ["https://api.example.com"], clock });

/** The places that this member was given, out of as many questions at once. */
async function take({ calls, requests }: FleetTask & { do: "take" }): Promise<number> {
  const window = { requests, interval: 600_000 };
  const waits = await Promise.all(
    Array.from({ length: calls }, async () => limits.take("all", window, Date.now())),
  );
  return waits.filter((wait) => wait === 0).length;
}

/** The credentials that calls at once were answered 200 to, each once. */
async function call({ calls, later, refused }: FleetTask & { do: "call" }): Promise<string[]> {
  ahead = later;
  const used = await Promise.all(
    Array.from({ length: calls }, async () => {
      const request = { method: "GET", url: "https://api.example.com/", headers: {} };
      const response = await send(request, async ({ headers }) => {
        const token = headers["authorization"] ?? "";
        return new Response(token, { status: token === refused ? 401 : 200 });
      });
      return `${response.status} ${await response.text()}`;
    }),
  );
  return [...new Set(used)];
}

process.on("message", (task: FleetTask) => {
  (task.do === "take" ? take(task) : call(task)).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
