import type { MethodModel, PaginationModel } from "../model/model.js";
import {
  majorFinding as major,
  minorFinding as minor,
  patchFinding as patch,
  type Finding,
  type MethodPair,
} from "./finding.js";
import { isSame, shown } from "./words.js";

/** What a call gives, or throws. */
export function resultFindings({ base, revision }: MethodPair): Finding[] {
  const findings: Finding[] = [];
  if (
    base.response !== revision.response &&
    base.response !== "none" &&
    revision.response !== "none"
  ) {
    findings.push(
      major(
        (isOne) =>
          `give${isOne ? "s" : ""} ${revision.response}, no longer ${base.response}: code that uses the result stops compiling.`,
      ),
    );
  }
  if (base.first?.pointer !== revision.first?.pointer) {
    findings.push(
      major(
        (isOne) =>
          `give${isOne ? "s" : ""} ${revision.first === undefined ? "the whole answer, no longer one item of it" : `the first item of ${shown(revision.first.pointer)}`}: code that uses the result stops compiling.`,
      ),
    );
  }
  if (!isSame(base.emptyResult ?? null, revision.emptyResult ?? null)) {
    findings.push(
      revision.emptyResult === undefined
        ? major(
            (isOne) =>
              `give${isOne ? "s" : ""} \`undefined\` where an answer has no body, no longer ${shown(base.emptyResult)}: code that reads the result stops compiling.`,
          )
        : base.emptyResult === undefined
          ? minor(
              (isOne) =>
                `give${isOne ? "s" : ""} ${shown(revision.emptyResult)} where an answer has no body, no longer \`undefined\`.`,
            )
          : major(
              (isOne) =>
                `give${isOne ? "s" : ""} ${shown(revision.emptyResult)} where an answer has no body, no longer ${shown(base.emptyResult)}.`,
            ),
    );
  }
  findings.push(...failureFindings(base.failure, revision.failure));
  return findings;
}

function failureFindings(old: MethodModel["failure"], now: MethodModel["failure"]): Finding[] {
  if (isSame(old ?? null, now ?? null)) return [];
  if (old === undefined) {
    return [
      major(
        (isOne) =>
          `now throw${isOne ? "s" : ""} an ApiError where a success has ${shown(now?.equals)} at ${shown(now?.pointer)}: what used to be a result is an error.`,
      ),
    ];
  }
  if (now === undefined) {
    return [
      major(
        (isOne) =>
          `no longer throw${isOne ? "s" : ""} where a success has ${shown(old.equals)} at ${shown(old.pointer)}: what used to be an error is a result.`,
      ),
    ];
  }
  if (old.pointer === now.pointer && old.equals === now.equals) {
    return [patch((isOne) => `find${isOne ? "s" : ""} the message of a failure in another place.`)];
  }
  return [
    major(
      (isOne) =>
        `throw${isOne ? "s" : ""} where a success has ${shown(now.equals)} at ${shown(now.pointer)}, no longer where it has ${shown(old.equals)} at ${shown(old.pointer)}.`,
    ),
  ];
}

/** How a list is walked. */
export function paginationFindings(
  old: PaginationModel | undefined,
  now: PaginationModel | undefined,
): Finding[] {
  if (old === undefined && now === undefined) return [];
  if (old === undefined) {
    return [
      major(
        (isOne) =>
          `${isOne ? "is a list" : "are lists"} now: \`await\` gives a page, whose items are at ${shown(now?.rules["items"])}, and code that uses the result stops compiling.`,
      ),
    ];
  }
  if (now === undefined) {
    return [
      major(
        (isOne) =>
          `${isOne ? "is no list" : "are no lists"} any more: \`for await\` over the call stops compiling.`,
      ),
    ];
  }
  const differs = (key: string): boolean => old.rules[key] !== now.rules[key];
  if (differs("style")) {
    return [
      major(
        (isOne) =>
          `walk${isOne ? "s" : ""} pages by ${shown(now.rules["style"])}, no longer by ${shown(old.rules["style"])}: a stored cursor does not resume a walk.`,
      ),
    ];
  }
  if (differs("items")) {
    return [
      major(
        (isOne) =>
          `list${isOne ? "s" : ""} what is at ${shown(now.rules["items"])}, no longer what is at ${shown(old.rules["items"])}: the items are others.`,
      ),
    ];
  }
  if (differs("parameter") || differs("in")) {
    return [
      major(
        (isOne) =>
          `resume${isOne ? "s" : ""} a walk from ${shown(now.rules["parameter"])}, no longer from ${shown(old.rules["parameter"])}.`,
      ),
    ];
  }
  return differs("next") || differs("total")
    ? [patch((isOne) => `find${isOne ? "s" : ""} the next page, or the end, in another place.`)]
    : [];
}
