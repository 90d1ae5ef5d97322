import { isObject, type JsonObject } from "../description/json.js";
import { INHERITED_NAMES, pascalCase } from "../model/names.js";
import { follow, type ImportedOperation } from "./described-operations.js";
import { camelCaseOf, singular, wordsOf } from "./words.js";

/** A name for an operation. */
export interface ProposedName {
  readonly operation: ImportedOperation;
  /** `contacts.list`. */
  readonly name: string;
}

/** What path segments are called that do something, rather than being something. */
const VERBS: ReadonlySet<string> = new Set(
  "accept activate add apply approve archive assign block cancel check clear clone close complete confirm copy create deactivate decline delete deny disable download duplicate enable end export finish import inspect invite invoke join leave list lock login logout mark merge move mute open pause ping poll preview process publish query read refresh reject release remove rename replace reset resolve restart restore resume retry revoke rotate run save search send set share skip start stop submit subscribe suspend sync test transcode transfer trigger unarchive unassign unblock unlock unmute unpublish unsubscribe update upload upsert validate verify".split(
    " ",
  ),
);

/** Segments that say nothing of what they hold. */
const NOISE = /^(?:api|rest|v\d+(?:\.?\d+)*)$/i;

const METHOD_NAME = /^[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)+$/;

/** The suffixes of the types that a method and a resource have. */
const METHOD_TYPES = ["Parameters", "Result", "Errors", "Item"] as const;

/**
 * Proposes a name for every operation, from its tag, its path and its verb: unique but for case, and
 * never the beginning of another.
 */
export function proposeMethodNames(
  document: JsonObject,
  operations: readonly ImportedOperation[],
): ProposedName[] {
  const common = commonPrefix(operations.map(({ path }) => staticSegments(path)));
  const taken = schemaTypes(document);
  const choices = operations.map((operation) => ({
    operation,
    candidates: candidatesOf(document, operation, common, taken),
    chosen: 0,
  }));

  // Those that are in each other's way all take their next, longer name, so that none of them has
  // the short one by being first.
  for (;;) {
    const clashing = clashes(choices.map(({ candidates, chosen }) => candidates[chosen] ?? ""));
    const movable = [...clashing].filter((index) => {
      const choice = choices[index];
      return choice !== undefined && choice.chosen < choice.candidates.length - 1;
    });
    if (movable.length === 0) break;
    for (const index of movable) {
      const choice = choices[index];
      if (choice !== undefined) choice.chosen += 1;
    }
  }
  return numbered(
    choices.map(({ operation, candidates, chosen }) => ({
      operation,
      name: candidates[chosen] ?? "",
    })),
    taken,
  );
}

/** What is left in each other's way gets a number. */
function numbered(proposed: readonly ProposedName[], taken: ReadonlySet<string>): ProposedName[] {
  const isTaken = (name: string): boolean => typesOf(name).some((type) => taken.has(type));
  const names = proposed.map(({ name }) => name);
  if (clashes(names).size === 0 && !names.some(isTaken)) return [...proposed];
  const settled: string[] = [];
  return proposed.map(({ operation, name }) => {
    let free = name;
    for (let number = 2; ; number++) {
      const others = [...settled, free];
      const isFree = !clashes(others).has(others.length - 1) && !isTaken(free);
      if (isFree) break;
      free = `${name}${number}`;
    }
    settled.push(free);
    return { operation, name: free };
  });
}

/** The names, by index, that are the same as another but for case and dots, or begin another. */
function clashes(names: readonly string[]): Set<number> {
  const byType = new Map<string, number[]>();
  const groups = new Map<string, number[]>();
  names.forEach((name, index) => {
    const key = pascalCase(name).toLowerCase();
    byType.set(key, [...(byType.get(key) ?? []), index]);
    const segments = name.split(".");
    for (let length = 1; length < segments.length; length++) {
      const group = segments.slice(0, length).join(".").toLowerCase();
      groups.set(group, [...(groups.get(group) ?? []), index]);
    }
  });
  const found = new Set<number>();
  for (const same of byType.values())
    if (same.length > 1) same.forEach((index) => found.add(index));
  names.forEach((name, index) => {
    if (!groups.has(name.toLowerCase())) return;
    found.add(index);
  });
  return found;
}

/** Names of an operation that could be, the best first. */
function candidatesOf(
  document: JsonObject,
  imported: ImportedOperation,
  common: number,
  taken: ReadonlySet<string>,
): string[] {
  const { path, httpMethod, operation } = imported;
  const statics = staticSegments(path).slice(common);
  const tag = tagOf(operation);
  const written = typeof operation["operationId"] === "string" ? operation["operationId"] : "";

  // `/contacts/{id}/merge` does something: its last segment is the method.
  const last = statics.at(-1);
  const [action = ""] = wordsOf(last ?? "");
  const isAction =
    last !== undefined && !path.endsWith("}") && VERBS.has(action) && httpMethod !== "get";
  const nouns = isAction ? statics.slice(0, -1) : statics;
  const verb = isAction
    ? httpMethod === "post"
      ? camelCaseOf(wordsOf(last))
      : `${verbOf(document, imported)}${pascalCase(camelCaseOf(wordsOf(last)))}`
    : verbOf(document, imported);

  const whole = nouns.map((segment) => camelCaseOf(wordsOf(segment))).filter((name) => name !== "");
  const plain = whole.filter((name) => !NOISE.test(name));
  const fromTag = tagged(tag, plain);
  const parameters = [...path.matchAll(/\{([^{}]+)\}/g)]
    .map(([, name = ""]) => pascalCase(camelCaseOf(wordsOf(name))))
    .join("And");
  const identified = camelCaseOf(wordsOf(written));
  const group = fromTag[0] ?? whole[0] ?? "root";
  const names = [
    dotted(written),
    [...fromTag, verb],
    [...(plain.length === 0 ? [group] : plain), verb],
    [...(whole.length === 0 ? [group] : whole), verb],
    identified === "" ? undefined : [group, identified],
    parameters === ""
      ? undefined
      : [...(whole.length === 0 ? [group] : whole), `${verb}By${parameters}`],
    [
      ...(whole.length === 0 ? [group] : whole),
      `${httpMethod}${pascalCase(camelCaseOf(wordsOf(path)))}`,
    ],
  ];
  const valid = names.flatMap((segments) => {
    if (segments === undefined) return [];
    const [first = "", ...rest] = segments.map(allowed);
    const full = rest.length === 0 ? ["root", first] : [first, ...rest];
    const name = (full[0] === "api" ? ["apis", ...full.slice(1)] : full).join(".");
    return METHOD_NAME.test(name) ? [name] : [];
  });
  const free = valid.filter((name) => !typesOf(name).some((type) => taken.has(type)));
  const usable = free.length === 0 ? valid : free;
  return usable.length === 0 ? ["root.call"] : usable;
}

/** `contacts.get` and `repos/get-branch` are paths of methods already. */
function dotted(operationId: string): string[] | undefined {
  if (!/^[A-Za-z][A-Za-z0-9-]*(?:[./][A-Za-z][A-Za-z0-9-]*)+$/.test(operationId)) return undefined;
  const segments = operationId.split(/[./]/).map((segment) => camelCaseOf(wordsOf(segment)));
  return segments.every((segment) => segment !== "") ? segments : undefined;
}

function tagOf(operation: JsonObject): string {
  const tags: unknown = operation["tags"];
  const first: unknown = Array.isArray(tags) ? tags[0] : undefined;
  return typeof first === "string" ? camelCaseOf(wordsOf(first)) : "";
}

/** The path from its tag on, or below its tag, where the path does not have it. */
function tagged(tag: string, nouns: readonly string[]): readonly string[] {
  if (tag === "") return nouns;
  const key = nameKey(tag);
  const start = nouns.findLastIndex((noun) => nameKey(noun) === key);
  if (start >= 0) return nouns.slice(start);
  const last = nouns.at(-1);
  // Comment reactions are those of `/comments/{id}/reactions`.
  return last === undefined || key.endsWith(nameKey(last)) ? [tag] : [tag, last];
}

function nameKey(name: string): string {
  return wordsOf(name).map(singular).join("");
}

/** What an HTTP method does at a path of this form. */
function verbOf(document: JsonObject, imported: ImportedOperation): string {
  const { httpMethod, path } = imported;
  const isOne = /\}\/?$/.test(path);
  switch (httpMethod) {
    case "get":
      return !isOne && answersList(document, imported) ? "list" : "get";
    case "post":
      return isOne ? "update" : "create";
    case "put":
      return isOne ? "replace" : "set";
    case "patch":
      return "update";
    case "delete":
    case "head":
    case "options":
    case "trace":
    default:
      return httpMethod;
  }
}

/** Whether a success is a list, or an object with one; else a plural says so. */
function answersList(
  document: JsonObject,
  { operation, pointer, path }: ImportedOperation,
): boolean {
  const schema = successSchema(document, operation, pointer);
  if (schema !== undefined) {
    const types = [schema["type"]].flat();
    if (types.includes("array")) return true;
    const properties = isObject(schema["properties"]) ? Object.values(schema["properties"]) : [];
    const lists = properties.filter((property) => {
      const found = follow(document, property, pointer)?.value;
      return found !== undefined && [found["type"]].flat().includes("array");
    });
    if (lists.length === 1 && properties.length <= 8) return true;
  }
  const last = staticSegments(path).at(-1) ?? "";
  const word = wordsOf(last).at(-1) ?? "";
  return singular(word) !== word;
}

/** The schema of the first success with JSON. */
export function successSchema(
  document: JsonObject,
  operation: JsonObject,
  pointer: string,
): JsonObject | undefined {
  const responses = isObject(operation["responses"]) ? operation["responses"] : {};
  const status = Object.keys(responses)
    .filter((key) => key.startsWith("2"))
    .toSorted()[0];
  if (status === undefined) return undefined;
  const response = follow(document, responses[status], pointer)?.value;
  const content = isObject(response?.["content"]) ? response["content"] : {};
  const [, media] = Object.entries(content).find(([type]) => /json|^\*\/\*/.test(type)) ?? [];
  return isObject(media) ? follow(document, media["schema"], pointer)?.value : undefined;
}

/** The segments of a path without its parameters and what follows a colon or a dot. */
function staticSegments(path: string): string[] {
  return path
    .split("/")
    .flatMap((segment) => segment.replaceAll(/\{[^{}]*\}/g, "").split(":"))
    .map((segment) =>
      segment.replace(/\.(?:json|xml|php|html?)$/, "").replace(/^\.(?:json|xml)$/, ""),
    )
    .filter((segment) => /[A-Za-z0-9]/.test(segment));
}

/** How many segments all paths begin with, `api` and versions among them. */
function commonPrefix(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  let length = 0;
  while (
    first[length] !== undefined &&
    paths.every((segments) => segments[length] === first[length]) &&
    (NOISE.test(first[length] ?? "") || paths.every((segments) => segments.length > length + 1))
  ) {
    length++;
  }
  return length;
}

/** A segment that every object has already is another one. */
function allowed(segment: string): string {
  return INHERITED_NAMES.has(segment) || segment === "then" ? `${segment}Value` : segment;
}

/** The types that a method and its groups would have, in lower case. */
function typesOf(name: string): string[] {
  const segments = name.split(".");
  return [
    ...METHOD_TYPES.map((suffix) => `${pascalCase(name)}${suffix}`.toLowerCase()),
    ...segments
      .slice(1)
      .map((_, index) =>
        `${pascalCase(segments.slice(0, index + 1).join("."))}Resource`.toLowerCase(),
      ),
  ];
}

/** The names that the schemas' types have already, in lower case. */
function schemaTypes(document: JsonObject): ReadonlySet<string> {
  const components = isObject(document["components"]) ? document["components"] : {};
  const schemas = isObject(components["schemas"]) ? components["schemas"] : {};
  return new Set(Object.keys(schemas).map((name) => pascalCase(name).toLowerCase()));
}
