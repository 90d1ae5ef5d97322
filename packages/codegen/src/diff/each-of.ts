import { childPointer } from "../description/json-pointer.js";
import { isObject } from "../description/json.js";
import type { StructuralChange } from "./redocly-diff.js";

/** What came or went as a whole, member by member: `properties` as each of its schemas. */
export function eachOf(change: StructuralChange, typeName: string): StructuralChange[] {
  const side = change.revision ?? change.base;
  const members = isObject(side?.value) ? Object.entries(side.value) : [];
  return members.map(([name, value]): StructuralChange => {
    const place = { pointer: childPointer(side?.pointer ?? "#", name), value };
    const { kind, impact, verdicts } = change;
    const member = { typeName, kind, impact, verdicts, path: childPointer(change.path, name) };
    return Object.assign(
      member,
      change.revision === undefined ? { base: place } : { revision: place },
    );
  });
}
