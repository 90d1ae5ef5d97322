import { createHash } from "node:crypto";
import { once } from "node:events";
import { ConfigurationError } from "@parley/runtime";
import { createClient } from "@redis/client";

interface EvalOptions {
  readonly keys: string[];
  readonly arguments: string[];
}

/** What is used of a node-redis client, cluster or sentinel. */
export interface RedisClient {
  /** Runs a script that the server knows. */
  evalSha(sha1: string, options: EvalOptions): Promise<unknown>;
  /** Runs a script, and makes it known to the server. */
  eval(script: string, options: EvalOptions): Promise<unknown>;
}

/** Where Redis is: one of the two. */
export type RedisOptions =
  | {
      /** Your own connected client, cluster or sentinel of node-redis; closing it stays with you. */
      readonly client: RedisClient;
      readonly url?: undefined;
    }
  | {
      /** `redis://` or `rediss://` with user, password and database; connected at the first use. */
      readonly url: string;
      readonly client?: undefined;
    };

/** A connection that runs scripts. */
export interface Connection {
  /** Runs a script, atomically. All keys have to be of one hash slot. */
  run(script: Script, keys: string[], args: string[]): Promise<unknown>;
  /** Closes what was opened here. */
  close(): void;
}

/** A Lua script, and the name that the server knows it by. */
export interface Script {
  readonly source: string;
  readonly sha1: string;
}

// Reconnecting goes on for ever, as nobody is there to begin anew; a second is short beside an outage.
const LONGEST_RECONNECT_DELAY = 1000;

export function defineScript(source: string): Script {
  return { source, sha1: createHash("sha1").update(source).digest("hex") };
}

/** @throws ConfigurationError - neither client nor URL, or a URL that is none. */
export function connect({ client, url }: RedisOptions): Connection {
  if (client !== undefined)
    return createConnection(
      async () => client,
      () => undefined,
    );
  const isRedis = URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol);
  if (!isRedis) {
    // The URL itself may hold a password.
    throw new ConfigurationError(
      'Option "url" is no redis:// or rediss:// URL; give one, or a node-redis client as "client".',
    );
  }
  const own = createClient({
    url,
    // Commands fail at once while there is no connection, rather than being sent when nobody waits.
    disableOfflineQueue: true,
    socket: {
      reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, LONGEST_RECONNECT_DELAY),
    },
  });
  let problem: Error | undefined;
  let opening: Promise<unknown> | undefined;
  // Without a listener a lost connection would end the process.
  own.on("error", (error: Error) => {
    problem = error;
  });
  own.on("ready", () => {
    problem = undefined;
    opening = Promise.resolve();
  });
  const open = async () => {
    if (problem !== undefined) throw problem;
    // Connecting goes on until it succeeds, which may be never: the first failure is told at once.
    opening ??= Promise.race([own.connect(), once(own, "error").then(rethrow)]);
    await opening;
    return own;
  };
  return createConnection(open, () => {
    // What is under way, such as the count of an answer that has just come, is waited for.
    if (own.isReady) own.close().catch(() => own.destroy());
    else if (own.isOpen) own.destroy();
  });
}

function rethrow([error]: readonly unknown[]): never {
  throw error;
}

function createConnection(open: () => Promise<RedisClient>, close: () => void): Connection {
  return {
    async run({ source, sha1 }, keys, args) {
      const client = await open();
      const options = { keys, arguments: args };
      try {
        return await client.evalSha(sha1, options);
      } catch (error) {
        // A server that was restarted, or another node, has not seen the script yet.
        if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
        return client.eval(source, options);
      }
    },
    close,
  };
}

/** A key of several that belong together: braces put them into one hash slot of a cluster. */
export function redisKey(prefix: string, name: string, part: string): string {
  // Braces in the name would move the border of the hash tag.
  const tag = name.replace(/[%{}]/g, encodeURIComponent);
  return `${prefix}:{${tag}}:${part}`;
}
