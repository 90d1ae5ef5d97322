import type { RetryRules } from "../description/operation.js";

// 429 is a refusal to act (RFC 6585 section 4), so that any method may be sent again.
const REJECTED_BY_DEFAULT: readonly number[] = [429];

/** Whether the description, or where it says nothing the standard, calls a status a refusal to act. */
export function isRejected(
  status: number,
  { rejected = REJECTED_BY_DEFAULT }: RetryRules,
): boolean {
  return rejected.includes(status);
}

/**
 * Whether a server that gives this answer may have acted on the request: not where it refuses it,
 * by a 4xx (RFC 9110 section 15.5) or as the description says, nor where it sends it on as it is
 * (307, 308: sections 15.4.8 and 15.4.9).
 */
export function mayActAndAnswer(status: number, rules: RetryRules = {}): boolean {
  if (isRejected(status, rules)) return false;
  // A proxy may answer 408 while the request is being acted on; and a description that does not
  // call a 429 a refusal knows better.
  if (status === 408 || status === 429) return true;
  return (status < 400 || status >= 500) && status !== 307 && status !== 308;
}

const answers = new WeakMap<Response, boolean>();

/**
 * Notes of an answer whether the server may have acted on its request, or on one that went before
 * in the same call.
 */
export function noteMayHaveActed(response: Response, value: boolean): void {
  answers.set(response, value);
}

/** What {@link noteMayHaveActed} was told of an answer; undefined where it was told nothing. */
export function mayHaveActedBefore(response: Response): boolean | undefined {
  return answers.get(response);
}
