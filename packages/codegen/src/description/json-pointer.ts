import { isObject } from "./json.js";

/** A JSON Pointer in URI fragment form, without percent-encoding: `#/paths/~1contacts/get`. */
export type Pointer = string;

/** The pointer of something below `parent`. */
export function childPointer(parent: Pointer, ...keys: readonly (string | number)[]): Pointer {
  // Made for every object of a document, so that a join and a map of one key would be felt.
  let pointer = parent;
  for (const key of keys) pointer += `/${typeof key === "number" ? key : escapeToken(key)}`;
  return pointer;
}

/** The keys that a JSON Pointer (RFC 6901) goes through; a leading `#` is allowed. */
export function pointerKeys(pointer: string): string[] {
  return pointer
    .replace(/^#/, "")
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What a pointer points at. Only own properties are followed; undefined where nothing is. */
export function valueAt(root: unknown, pointer: string): unknown {
  let current = root;
  for (const key of pointerKeys(pointer)) {
    if (Array.isArray(current)) current = current[Number(key)] as unknown;
    else if (isObject(current) && Object.hasOwn(current, key)) current = current[key];
    else return undefined;
  }
  return current;
}

function escapeToken(token: string): string {
  return token.includes("~") || token.includes("/")
    ? token.replaceAll("~", "~0").replaceAll("/", "~1")
    : token;
}
