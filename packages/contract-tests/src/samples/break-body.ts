import { at, isObject } from "../description/json.js";
import type { Twin } from "./read-samples.js";

/**
 * Makes the wrong twin of a body.
 *
 * @throws Error - there is nothing to change or to take away at `path`.
 */
export function breakBody(body: unknown, { path, value, remove }: Twin): unknown {
  if (path === "") return value;
  const copy = structuredClone(body);
  const slash = path.lastIndexOf("/");
  const parent = at(copy, path.slice(0, slash));
  const key = path
    .slice(slash + 1)
    .replaceAll("~1", "/")
    .replaceAll("~0", "~");
  if (Array.isArray(parent)) {
    const index = Number(key);
    if (!Number.isInteger(index) || index > parent.length - (remove ? 1 : 0)) {
      throw new Error(`There is no item at ${path}.`);
    }
    parent.splice(index, 1, ...(remove ? [] : [value]));
    return copy;
  }
  if (!isObject(parent) || (remove && !Object.hasOwn(parent, key))) {
    throw new Error(`There is nothing at ${path}.`);
  }
  if (remove) Reflect.deleteProperty(parent, key);
  else Reflect.set(parent, key, value);
  return copy;
}
