import { serverTime } from "../http/retry-after.js";

/** What a server says of one of its limits. */
export interface Quota {
  /** The requests that it allows; absent where it does not say. */
  readonly limit: number | undefined;
  /** The requests that it still allows. */
  readonly remaining: number;
  /** Milliseconds until it allows more; absent where it does not say. */
  readonly reset: number | undefined;
}

/** The grammar of a list whose items have parameters. */
function createListGrammar() {
  // RFC 9651 section 3.3: a number or date, string, byte sequence, boolean, or token.
  const bareItem = String.raw`(?:@?-?\d+(?:\.\d+)?|"(?:[ !#-[\]-~]|\\["\\])*"|:[A-Za-z0-9+/=]*:|\?[01]|[A-Za-z*][\w!#$%&'*+.^|~:/\x60-]*)`;
  const parameter = `; *([a-z*][a-z0-9_.*-]*)(?:=(${bareItem}))?`;
  const item = `${bareItem}(?:${parameter})*`;
  return {
    list: new RegExp(`^${item}(?:[ \\t]*,[ \\t]*${item})*$`),
    items: new RegExp(item, "g"),
    name: new RegExp(`^${bareItem}`),
    parameters: new RegExp(parameter, "g"),
  };
}

// Made when a server first says such a list: most never do.
let listGrammar: ReturnType<typeof createListGrammar> | undefined;

// RFC 9651 section 3.3.1: an integer has 15 digits at most. A count is never negative.
const COUNT = /^\d{1,15}$/;

// What is said as time since the epoch is larger than any time from now: a billion seconds are more
// than 31 years. Counted in milliseconds, the epoch's first three years are below the second bound.
const EPOCH_SECONDS = 1e9;
const EPOCH_MILLISECONDS = 1e11;

// Written out: names that are put together are looked up anew for every answer.
const FAMILIES = [
  {
    remaining: "x-ratelimit-remaining",
    limit: "x-ratelimit-limit",
    reset: "x-ratelimit-reset",
  },
  { remaining: "ratelimit-remaining", limit: "ratelimit-limit", reset: "ratelimit-reset" },
];

/**
 * Reads what a server says of its limits, in any of four notations:
 *
 * - `RateLimit` with `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10), a list each;
 * - `RateLimit` alone, as draft 07 had it: `limit=100, remaining=50, reset=5`;
 * - `RateLimit-Limit`, `-Remaining` and `-Reset`, as drafts up to 06 had them;
 * - the same three with `X-` before them. Their reset is seconds from now, or seconds or milliseconds
 *   since the epoch, which is told by its size and measured against the server's own `Date`.
 *
 * A field that breaks its grammar is no field.
 *
 * @param now - Milliseconds since the epoch.
 */
export function readQuotas(headers: Headers, now: number): readonly Quota[] {
  const quotas: Quota[] = [];
  for (const fields of FAMILIES) {
    const remaining = readCount(headers.get(fields.remaining));
    if (remaining === undefined) continue;
    // Drafts let a list of policies follow the limit: `10, 10;w=1, 50;w=60`.
    const limit = readCount(headers.get(fields.limit)?.split(/[,;]/, 1)[0]);
    quotas.push({ limit, remaining, reset: readReset(headers, fields.reset, now) });
  }
  const list = headers.get("ratelimit");
  return list === null ? quotas : [...quotas, ...readQuotaList(list, headers)];
}

function readQuotaList(list: string, headers: Headers): readonly Quota[] {
  const dictionary = readDictionary(list);
  if (dictionary !== undefined) return [dictionary];
  const policies = new Map(parseItems(headers.get("ratelimit-policy") ?? ""));
  return parseItems(list).flatMap(([name, parameters]) => {
    const policy = policies.get(name);
    const remaining = readCount(parameters.get("r"));
    const seconds = readCount(parameters.get("t"));
    // Section 3.1.2: a policy may count bytes, or requests under way.
    const countsRequests = (policy?.get("qu") ?? '"requests"') === '"requests"';
    if (remaining === undefined || !countsRequests) return [];
    const reset = seconds === undefined ? undefined : seconds * 1000;
    return [{ limit: readCount(policy?.get("q")), remaining, reset }];
  });
}

/** One quota, of which each part is a member of its own. */
function readDictionary(field: string): Quota | undefined {
  const members = new Map(
    field.split(",").map((member) => {
      const [key = "", value] = member.trim().split("=");
      return [key, readCount(value)];
    }),
  );
  const remaining = members.get("remaining");
  if (remaining === undefined) return undefined;
  const seconds = members.get("reset");
  const reset = seconds === undefined ? undefined : seconds * 1000;
  return { limit: members.get("limit"), remaining, reset };
}

/** The items of a list, with their parameters; none where it is not well formed. */
function parseItems(list: string): readonly (readonly [string, ReadonlyMap<string, string>])[] {
  listGrammar ??= createListGrammar();
  const grammar = listGrammar;
  if (!grammar.list.test(list)) return [];
  return Array.from(list.matchAll(grammar.items), ([item]) => {
    const name = grammar.name.exec(item)?.[0] ?? "";
    const parameters = item.slice(name.length).matchAll(grammar.parameters);
    return [name, new Map(Array.from(parameters, ([, key = "", value = "?1"]) => [key, value]))];
  });
}

function readCount(value: string | null | undefined): number | undefined {
  const trimmed = value?.trim() ?? "";
  return COUNT.test(trimmed) ? Number(trimmed) : undefined;
}

function readReset(headers: Headers, field: string, now: number): number | undefined {
  const value = headers.get(field)?.trim() ?? "";
  if (!/^\d{1,15}(\.\d+)?$/.test(value)) return undefined;
  const time = Number(value);
  if (time < EPOCH_SECONDS) return time * 1000;
  const since = serverTime(headers, now);
  return Math.max(0, (time < EPOCH_MILLISECONDS ? time * 1000 : time) - since);
}
