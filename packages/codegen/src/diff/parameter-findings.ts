import type { ParameterModel } from "../model/model.js";
import {
  majorFinding as major,
  minorFinding as minor,
  type Finding,
  type MethodPair,
} from "./finding.js";
import { isSame, named, without } from "./words.js";

/** Parameters that came, went, or differ beyond their schemas. */
export function parameterFindings({ base, revision }: MethodPair): Finding[] {
  const gone = base.parameters.filter(({ name }) => !has(revision.parameters, name));
  const come = revision.parameters.filter(({ name }) => !has(base.parameters, name));
  const renamed = gone.flatMap((old) => {
    const heirs = come.filter((candidate) => isHeir(old, candidate, gone, come));
    return heirs.length === 1 ? heirs.map((heir) => ({ old, heir })) : [];
  });
  const findings = renamed.map(({ old, heir }) =>
    major(
      (isOne) =>
        `take${isOne ? "s" : ""} \`${heir.name}\` instead of \`${old.name}\`: code that passes \`${old.name}\` stops compiling.`,
    ),
  );
  for (const old of gone) {
    if (renamed.some((each) => each.old === old)) continue;
    findings.push(
      major(
        (isOne) =>
          `no longer take${isOne ? "s" : ""} \`${old.name}\`: code that passes it stops compiling.`,
      ),
    );
  }
  for (const parameter of come) {
    if (renamed.some(({ heir }) => heir === parameter)) continue;
    findings.push(
      isNeeded(parameter)
        ? major(
            (isOne) =>
              `now need${isOne ? "s" : ""} \`${parameter.name}\`: calls without it stop compiling.`,
          )
        : minor((isOne) => `now take${isOne ? "s" : ""} \`${parameter.name}\`, too.`),
    );
  }
  for (const old of base.parameters) {
    const now = revision.parameters.find(({ name }) => name === old.name);
    if (now !== undefined) findings.push(...sameParameterFindings(old, now));
  }
  return findings;
}

function has(parameters: readonly ParameterModel[], name: string): boolean {
  return parameters.some((parameter) => parameter.name === name);
}

/** Whether a new parameter is an old one by another name. */
function isHeir(
  old: ParameterModel,
  candidate: ParameterModel,
  gone: readonly ParameterModel[],
  come: readonly ParameterModel[],
): boolean {
  const isPair =
    old.in === candidate.in &&
    old.required === candidate.required &&
    gone.filter((each) => each.in === old.in).length === 1 &&
    come.filter((each) => each.in === old.in).length === 1;
  return (
    isSame(traitsOf(old), traitsOf(candidate)) ||
    // A path has places, so that a name alone differs there.
    (isPair && old.in === "path")
  );
}

function traitsOf({ in: place, documentation, constraints }: ParameterModel): unknown {
  return { place, documentation, constraints };
}

/** How a value is written. */
function formOf({ style, explode, allowReserved, json }: ParameterModel): unknown {
  return [style ?? null, explode ?? null, allowReserved, json];
}

/** The caller has to give it, with every call. */
function isNeeded({ required, clientOption }: ParameterModel): boolean {
  return required && clientOption === undefined;
}

function sameParameterFindings(old: ParameterModel, now: ParameterModel): Finding[] {
  const { name } = old;
  const findings: Finding[] = [];
  if (old.in !== now.in) {
    findings.push(
      major(
        (isOne) =>
          `send${isOne ? "s" : ""} \`${name}\` as a ${now.in} parameter, no longer as a ${old.in} parameter: calls of the method stay as they are, those of \`client.api\` stop compiling.`,
      ),
    );
  }
  // Parameters that the client gives are told with the client's options.
  const isClients = old.clientOption !== now.clientOption;
  if (!isClients && isNeeded(old) !== isNeeded(now)) {
    findings.push(
      isNeeded(now)
        ? major(
            (isOne) => `now need${isOne ? "s" : ""} \`${name}\`: calls without it stop compiling.`,
          )
        : minor((isOne) => `no longer need${isOne ? "s" : ""} \`${name}\`.`),
    );
  }
  if (old.in === now.in && !isSame(formOf(old), formOf(now))) {
    findings.push(
      major(
        (isOne) =>
          `write${isOne ? "s" : ""} \`${name}\` otherwise into the request: the same value is sent in other characters.`,
      ),
    );
  }
  if (!old.documentation.deprecated && now.documentation.deprecated) {
    findings.push(
      minor((isOne) => `take${isOne ? "s" : ""} \`${name}\` still, which is deprecated now.`),
    );
  }
  return findings;
}

/** Parameters of which a caller gives exactly one. */
export function alternativeFindings({ base, revision }: MethodPair): Finding[] {
  const old = base.exactlyOneOf;
  const now = revision.exactlyOneOf;
  if (isSame(old ?? null, now ?? null)) return [];
  if (now === undefined) {
    return [
      minor((isOne) => `no longer need${isOne ? "s" : ""} exactly one of ${named(old ?? [])}.`),
    ];
  }
  if (old !== undefined && without(old, now).length === 0) {
    return [
      minor(
        (isOne) =>
          `take${isOne ? "s" : ""} ${named(without(now, old))} in place of ${named(old)}, too.`,
      ),
    ];
  }
  return [
    major(
      (isOne) =>
        `now need${isOne ? "s" : ""} exactly one of ${named(now)}: other calls stop compiling.`,
    ),
  ];
}
