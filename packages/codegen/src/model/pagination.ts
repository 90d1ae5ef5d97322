import { pointerKeys } from "../description/json-pointer.js";
import { componentOf } from "../description/references.js";
import type { ModelContext } from "./model-context.js";
import type { ItemType, PaginationModel } from "./model.js";
import type { LocatedOperation } from "./parameters.js";
import type { ResultModel } from "./responses.js";
import { itemsOf, schemaAt } from "./schema-at.js";

/** How a method's list is walked; undefined for a method that is no list. */
export function paginationOf(
  context: ModelContext,
  { operation }: LocatedOperation,
  result: ResultModel,
): PaginationModel | undefined {
  const pagination = operation["x-parley-pagination"];
  if (pagination === undefined) return undefined;
  const { style, items } = pagination;
  const item = itemType(context, result, items);
  if (pagination.style === "offset") {
    const { parameter, total } = pagination;
    return { item, rules: { style, items, parameter, ...(total && { total }) } };
  }
  const { next, parameter } = pagination;
  const place = pagination.style === "token" && pagination.in === "body" ? { in: "body" } : {};
  return { item, rules: { style, items, next, ...(parameter && { parameter }), ...place } };
}

/** The type of the items of the array that a pointer finds in the result. */
export function itemType(
  { document, typeNames }: ModelContext,
  result: ResultModel,
  target: string,
): ItemType {
  const components = result.schemas.map(({ schema, pointer }) => {
    const array = schemaAt(document, schema, pointer, target);
    const items = array && itemsOf(document, array);
    return items && componentOf(items.written);
  });
  const [component, ...others] = new Set(components);
  const typeName = component === undefined ? undefined : typeNames.get(component);
  return typeName === undefined || others.length > 0
    ? { kind: "path", keys: pointerKeys(target) }
    : { kind: "reference", type: { kind: "component", typeName } };
}
