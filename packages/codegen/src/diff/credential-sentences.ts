import { pointerKeys } from "../description/json-pointer.js";
import { isObject } from "../description/json.js";
import type { StructuralChange } from "./redocly-diff.js";
import { majorSentence as major, minorSentence as minor, type Sentence } from "./sentence.js";
import { named, shown } from "./words.js";

/** What credentials calls need. */
export function securitySentence(change: StructuralChange): Sentence {
  const { kind, base, revision, verdicts } = change;
  const isWhole = change.typeName === "SecurityRequirementList";
  if (kind === "removed" && !isWhole) {
    return verdicts.length > 0
      ? major(
          `${schemeNames(base?.value)} is no longer accepted: a client that uses it is refused.`,
        )
      : minor("credentials are accepted in fewer forms.");
  }
  if (kind === "added" && !isWhole && verdicts.length === 0) {
    return minor(`${schemeNames(revision?.value)} is accepted, too.`);
  }
  return verdicts.length > 0
    ? major(
        `other credentials are needed: ${shown(revision?.value)}, no longer ${shown(base?.value)}.`,
      )
    : minor("credentials are accepted in other forms, too.");
}

/** A kind of credentials, and how it is sent. */
export function schemeSentence(change: StructuralChange): Sentence {
  const { kind, path, property, base, revision } = change;
  const name = shown(pointerKeys(path).at(-1));
  if (kind === "added") return minor(`The credentials ${name} are known now.`);
  if (kind === "removed") return major(`The credentials ${name} are gone.`);
  return major(
    `The credentials ${name} are sent otherwise: \`${property ?? ""}\` is ${shown(revision?.value)}, no longer ${shown(base?.value)}.`,
  );
}

function schemeNames(value: unknown): string {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.flatMap((each) => (isObject(each) ? [Object.keys(each).join(" + ")] : []));
  return texts.length === 0 ? "no credentials" : named(texts);
}
