import type { MethodModel } from "../model/model.js";
import type { Change } from "./change.js";
import {
  majorFinding as major,
  minorFinding as minor,
  patchFinding as patch,
  type Finding,
  type MethodPair,
} from "./finding.js";
import { operationOf } from "./operations.js";
import { alternativeFindings, parameterFindings } from "./parameter-findings.js";
import type { Sides } from "./read-description.js";
import { paginationFindings, resultFindings } from "./result-findings.js";
import { isSame, named, shown } from "./words.js";

/** The methods of both sides, those that belong together paired. */
export interface MatchedMethods {
  readonly pairs: readonly MethodPair[];
  readonly removed: readonly MethodModel[];
  readonly added: readonly MethodModel[];
}

/** Pairs methods by name, and those that have another name now by what they send, and where. */
export function matchMethods(
  base: readonly MethodModel[],
  revision: readonly MethodModel[],
): MatchedMethods {
  const byId = new Map(revision.map((method) => [method.id, method]));
  const taken = new Set(base.filter(({ id }) => byId.has(id)).map(({ id }) => id));
  const pairs: MethodPair[] = [];
  const removed: MethodModel[] = [];
  for (const method of base) {
    const match =
      byId.get(method.id) ??
      revision.find(
        (other) =>
          !taken.has(other.id) &&
          other.path === method.path &&
          other.httpMethod === method.httpMethod,
      );
    if (match === undefined) {
      removed.push(method);
    } else {
      taken.add(match.id);
      pairs.push({ base: method, revision: match });
    }
  }
  return { pairs, removed, added: revision.filter(({ id }) => !taken.has(id)) };
}

/** What differs about methods, beyond the schemas of their parameters, bodies and results. */
export function methodChanges({ pairs, removed, added }: MatchedMethods, sides: Sides): Change[] {
  const findings = pairs.flatMap((pair) =>
    [...findingsOf(pair), ...narrowings(pair, sides)].map((finding) => ({
      method: pair.base.id,
      finding,
    })),
  );
  return [
    ...removed.map(({ id }): Change => ({
      level: "major",
      subject: id,
      says: `\`${id}\` is gone: code that calls it stops compiling.`,
    })),
    ...added.map(({ id }): Change => ({
      level: "minor",
      subject: id,
      says: `\`${id}\` is new.`,
    })),
    ...gathered(findings),
  ];
}

/** One sentence for all methods of which the same is to be said. */
function gathered(
  findings: readonly { readonly method: string; readonly finding: Finding }[],
): Change[] {
  const groups = new Map<string, { readonly methods: string[]; readonly finding: Finding }>();
  for (const { method, finding } of findings) {
    const key = `${finding.level} ${finding.says(false)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { methods: [method], finding });
    else group.methods.push(method);
  }
  return [...groups.values()].map(({ methods, finding: { level, says } }) => ({
    level,
    subject: methods[0] ?? "",
    says: `${named(methods)} ${says(methods.length === 1)}`,
  }));
}

function findingsOf(pair: MethodPair): Finding[] {
  return [
    ...callFindings(pair),
    ...parameterFindings(pair),
    ...alternativeFindings(pair),
    ...resultFindings(pair),
    ...paginationFindings(pair.base.pagination, pair.revision.pagination),
    ...behaviourFindings(pair),
  ];
}

function callFindings({ base, revision }: MethodPair): Finding[] {
  const findings: Finding[] = [];
  if (base.id !== revision.id) {
    findings.push(
      major(() => `is now \`${revision.id}\`: code that calls it by its old name stops compiling.`),
    );
  }
  const isMoved =
    base.httpMethod !== revision.httpMethod || shapeOf(base.path) !== shapeOf(revision.path);
  if (isMoved) {
    findings.push(
      major(
        (isOne) =>
          `${isOne ? "is" : "are"} now sent as \`${revision.httpMethod} ${revision.path}\`, not as \`${base.httpMethod} ${base.path}\`: calls of the method compile as before, \`client.api.${base.httpMethod}("${base.path}")\` does not.`,
      ),
    );
  }
  if (base.server !== revision.server) {
    findings.push(
      major(
        (isOne) =>
          `${isOne ? "goes" : "go"} to the server ${shown(revision.server ?? "default")} instead of ${shown(base.server ?? "default")}: a proxy or an allow-list has to know.`,
      ),
    );
  }
  if (base.documentation.deprecated !== revision.documentation.deprecated) {
    findings.push(
      revision.documentation.deprecated
        ? minor((isOne) => `${isOne ? "is" : "are"} deprecated now: editors strike calls through.`)
        : patch((isOne) => `${isOne ? "is" : "are"} no longer deprecated.`),
    );
  }
  return findings;
}

/** A path without the names of its parameters, which are told as what they are. */
function shapeOf(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, "{}");
}

function bodyName(pointer: string | undefined): string {
  return pointer === undefined ? "its operation's body" : `\`${pointer.split("/").at(-1) ?? ""}\``;
}

/** What `x-parley-methods` says of one method, which is no part of OpenAPI's own structure. */
function narrowings({ base, revision }: MethodPair, sides: Sides): Finding[] {
  const old = operationOf(sides.base.document, base)?.settings;
  const now = operationOf(sides.revision.document, revision)?.settings;
  const findings: Finding[] = [];
  if (old?.body !== now?.body && base.body !== undefined && revision.body !== undefined) {
    findings.push(
      major(
        (isOne) =>
          `take${isOne ? "s" : ""} ${bodyName(now?.body)} as the body, no longer ${bodyName(old?.body)}: code that passes the old type may stop compiling.`,
      ),
    );
  }
  if (old?.status !== now?.status) {
    findings.push(
      major(
        (isOne) =>
          `succeed${isOne ? "s" : ""} with ${shown(now?.status ?? "any success")}, no longer with ${shown(old?.status ?? "any success")}: the result has another type.`,
      ),
    );
  }
  return findings;
}

function behaviourFindings({ base, revision }: MethodPair): Finding[] {
  const findings: Finding[] = [];
  if (base.isSafe !== revision.isSafe) {
    findings.push(
      revision.isSafe
        ? major(
            () =>
              "may now be sent again after a failure whose outcome is unknown: a caller for whom once is enough has to say `retry: false`.",
          )
        : minor(
            (isOne) =>
              `${isOne ? "is" : "are"} no longer sent again after a failure whose outcome is unknown: the failure reaches the caller.`,
          ),
    );
  }
  if (!isSame({ ...base.retry, safe: null }, { ...revision.retry, safe: null })) {
    findings.push(
      minor((isOne) => `wait${isOne ? "s" : ""} and retr${isOne ? "ies" : "y"} by other rules.`),
    );
  }
  findings.push(...timeoutFindings(base.timeout, revision.timeout));
  if (!isSame(base.rateLimits.toSorted(), revision.rateLimits.toSorted())) {
    findings.push(
      minor((isOne) => {
        const now = revision.rateLimits.length === 0 ? "no limit" : named(revision.rateLimits);
        return `count${isOne ? "s" : ""} against ${now}, no longer against ${base.rateLimits.length === 0 ? "none" : named(base.rateLimits)}.`;
      }),
    );
  }
  return findings;
}

// What the runtime takes where neither a description nor a caller says more.
const DEFAULT_TIMEOUT = 30_000;

function timeoutFindings(base = DEFAULT_TIMEOUT, revision = DEFAULT_TIMEOUT): Finding[] {
  if (base === revision) return [];
  return revision < base
    ? [
        major(
          (isOne) =>
            `time${isOne ? "s" : ""} out after ${revision} ms, no longer after ${base} ms: a call that took longer fails.`,
        ),
      ]
    : [minor((isOne) => `may now take ${isOne ? "" : "up to "}${revision} ms, not ${base} ms.`)];
}
