import type { HttpMethod, Retry } from "../description/openapi.js";
import type { RetryModel } from "./model.js";

/** RFC 9110, section 9.2.1: the methods that change nothing. */
const SAFE_METHODS: ReadonlySet<HttpMethod> = new Set(["get", "head", "options", "trace"]);

/** Rules in the runtime's terms, those of a method before its operation's; undefined where there are none. */
export function retryModel(operations?: Retry, methods?: Retry): RetryModel | undefined {
  const retry: Retry = { ...operations, ...methods };
  const { safety, rejected, schedules, alreadyDone } = retry;
  if (Object.keys(retry).length === 0) return undefined;
  return {
    ...(safety === undefined ? {} : { safe: safety === "safe" }),
    ...(rejected === undefined ? {} : { rejected: rejected.map(Number) }),
    ...(schedules === undefined ? {} : { schedules }),
    ...(alreadyDone === undefined ? {} : { alreadyDone: alreadyDone.map(Number) }),
  };
}

/** Whether a request may be sent again whatever has happened to it. */
export function isSafe(
  httpMethod: HttpMethod,
  own: RetryModel | undefined,
  providers: RetryModel | undefined,
): boolean {
  return own?.safe ?? providers?.safe ?? SAFE_METHODS.has(httpMethod);
}
