import { pointerKeys } from "../description/json-pointer.js";
import { isObject } from "../description/json.js";
import type { MethodModel } from "../model/model.js";
import type { Sides } from "./read-description.js";
import type { StructuralChange } from "./redocly-diff.js";
import { majorSentence as major, minorSentence as minor, type Sentence } from "./sentence.js";
import { isSame, shown } from "./words.js";

/** The body of a call. */
export function requestBodySentence({
  kind,
  revision,
  property,
}: StructuralChange): Sentence | undefined {
  if (kind === "removed") {
    return major("there is no `body` any more: code that passes one stops compiling.");
  }
  if (kind === "added") {
    const isRequired = isObject(revision?.value) && revision.value["required"] === true;
    return isRequired
      ? major("`body` has to be given now: calls without it stop compiling.")
      : minor("a `body` can be given now.");
  }
  if (property !== "required") return undefined;
  return revision?.value === true
    ? major("`body` has to be given now: calls without it stop compiling.")
    : minor("`body` need not be given any more.");
}

/** A status, with what comes with it. */
export function responseSentence(
  { kind, path, property, base, revision }: StructuralChange,
  methods: readonly string[],
  sides: Sides,
): Sentence | undefined {
  const status = pointerKeys(path).at(-1) ?? "";
  if (kind === "removed") {
    return major(
      `the status ${status} is no longer declared: code that tells it from others stops compiling.`,
    );
  }
  if (kind === "added") {
    if (!status.startsWith("2")) {
      return minor(`the status ${status} is declared now, and typed.`);
    }
    return hasSameResults(methods, sides)
      ? minor(`the call can succeed with ${status}, too.`)
      : major(
          `the call can succeed with ${status}, too, which gives another type: code that reads the result has to handle it.`,
        );
  }
  return property === "key"
    ? major(
        `the status is ${shown(revision?.value)}, no longer ${shown(base?.value)}: code that tells it from others stops compiling.`,
      )
    : undefined;
}

/** Whether what the methods give has as many types as before, and is read in the same way. */
function hasSameResults(methods: readonly string[], { base, revision }: Sides): boolean {
  return methods.every((id) => {
    const old = base.model.methods.find((method) => method.id === id);
    const now = revision.model.methods.find((method) => method.id === id);
    return isSame(kindsOf(old), kindsOf(now));
  });
}

function kindsOf(method: MethodModel | undefined): unknown {
  return [method?.response ?? null, (method?.results ?? []).map(({ kind }) => kind)];
}

/** A media type of a body or of an answer that came, went or became another. */
export function mediaTypeSentence(
  { kind, path, property, base, revision }: StructuralChange,
  methods: readonly string[],
  sides: Sides,
): Sentence | undefined {
  const keys = pointerKeys(path);
  const isRequest = keys.includes("requestBody");
  const what = isRequest ? "the body" : `the answer ${keys[keys.indexOf("responses") + 1] ?? ""}`;
  const name = shown(keys.at(-1));
  if (kind === "modified") {
    return property === "key"
      ? major(
          `${what} is ${shown(revision?.value)}, no longer ${shown(base?.value)}: its type and its bytes are others.`,
        )
      : undefined;
  }
  if (keys.at(-1) === "content") {
    return kind === "removed"
      ? major(`${what} has no content any more: code that uses it stops compiling.`)
      : minor(`${what} has content now.`);
  }
  if (kind === "removed") {
    return major(`${what} is no longer ${name}: code that relies on it stops working.`);
  }
  return isRequest || hasSameResults(methods, sides)
    ? minor(`${what} can be ${name}, too.`)
    : major(`${what} can be ${name}, too, which is read otherwise: the result has another type.`);
}

/** A header of an answer. */
export function headerSentence({
  kind,
  path,
  property,
  base,
  revision,
}: StructuralChange): Sentence {
  const name = shown(pointerKeys(path).at(-1));
  if (kind === "added") return minor(`the answer's header ${name} is described now.`);
  if (kind === "removed") {
    return major(
      `the answer's header ${name} is no longer promised: code that reads it may find nothing.`,
    );
  }
  return property === "key"
    ? major(
        `the answer's header is ${shown(revision?.value)}, no longer ${shown(base?.value)}: code that reads it finds nothing.`,
      )
    : minor(`the answer's header ${name} differs in \`${property ?? ""}\`.`);
}
