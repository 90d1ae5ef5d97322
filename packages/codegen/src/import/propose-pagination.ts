import { isObject, type JsonObject } from "../description/json.js";
import { childPointer } from "../description/json-pointer.js";
import { follow, parametersOf, type ImportedOperation } from "./described-operations.js";
import type { ProposedAction } from "./overlay-action.js";
import { successSchema } from "./propose-method-names.js";

const TOKEN =
  /^(?:cursor|page_?token|next_?token|continuation_?token|pagination_?token|after|starting_?after|start_?cursor|marker|page_?cursor|next_?cursor|bookmark)$/i;
const OFFSET = /^(?:offset|skip|start|start_?index|first_?result)$/i;
const PAGE = /^(?:page|page_?number|page_?index)$/i;

const NEXT_TOKEN =
  /^(?:next_?(?:page_?)?(?:token|cursor|marker)|cursor|after|continuation_?token|end_?cursor|page_?token|next_?start|bookmark)$/i;
const NEXT_URL = /^(?:next|next_?(?:page_?)?(?:url|uri|link))$/i;
const TOTAL = /^(?:total|total_?(?:count|results|items)|count)$/i;

/** Something in a body: its JSON Pointer, and its schema. */
interface Found {
  readonly pointer: string;
  readonly name: string;
  readonly schema: JsonObject;
}

/**
 * Recognises lists by their shape: a parameter that takes a cursor, and an answer that gives one
 * beside a list. Nothing says that they belong together, so that each is an open decision.
 */
export function proposePagination(
  document: JsonObject,
  operations: readonly ImportedOperation[],
): ProposedAction[] {
  return operations.flatMap((imported): ProposedAction[] => {
    const { httpMethod, path, operation, pointer, target } = imported;
    if (httpMethod !== "get" || operation["x-parley-pagination"] !== undefined) return [];
    const schema = successSchema(document, operation, pointer);
    if (schema === undefined) return [];
    const found = propertiesOf(document, schema, pointer);
    const lists = found.filter(({ schema: each }) => [each["type"]].flat().includes("array"));
    const [items] = lists;
    const wholeList = [schema["type"]].flat().includes("array");
    const list = wholeList ? "" : items?.pointer;
    if (list === undefined) return [];

    const query = parametersOf(document, imported).flatMap(({ name, in: place }) =>
      place === "query" && typeof name === "string" ? [name] : [],
    );
    const at = `GET ${path}`;
    const also =
      lists.length > 1
        ? ` (or another list: ${lists
            .slice(1)
            .map((each) => `\`${each.pointer}\``)
            .join(", ")})`
        : "";
    const proposal = (
      shape: string,
      pagination: Readonly<Record<string, unknown>>,
    ): ProposedAction => ({
      comment: `DECIDE: ${at} looks like a list in pages: ${shape}, and has items at \`${list}\`${also}. If that is how pages follow one another, take the # signs away.`,
      target,
      update: { "x-parley-pagination": pagination },
      isOpen: true,
    });

    const token = query.find((name) => TOKEN.test(name));
    const nextToken = found.find(({ name, schema: each }) => NEXT_TOKEN.test(name) && isText(each));
    const nextUrl = found.find(({ name, schema: each }) => NEXT_URL.test(name) && isText(each));
    if (token !== undefined && nextToken !== undefined) {
      return [
        proposal(`it takes \`${token}\` and gives \`${nextToken.pointer}\``, {
          style: "token",
          items: list,
          next: nextToken.pointer,
          parameter: token,
        }),
      ];
    }
    if (nextUrl !== undefined) {
      return [
        proposal(`it gives \`${nextUrl.pointer}\``, {
          style: "url",
          items: list,
          next: nextUrl.pointer,
          ...(token === undefined ? {} : { parameter: token }),
        }),
      ];
    }
    const offset = query.find((name) => OFFSET.test(name));
    if (offset !== undefined) {
      const total = found.find(({ name, schema: each }) => TOTAL.test(name) && isNumber(each));
      return [
        proposal(`it takes \`${offset}\``, {
          style: "offset",
          items: list,
          parameter: offset,
          ...(total === undefined ? {} : { total: total.pointer }),
        }),
      ];
    }
    return [];
  });
}

/** The lists that are counted in pages, which the vocabulary has no style for. */
export function pageNumbered(
  document: JsonObject,
  operations: readonly ImportedOperation[],
): ImportedOperation[] {
  return operations.filter((imported) => {
    const query = parametersOf(document, imported).filter((each) => each["in"] === "query");
    return (
      imported.httpMethod === "get" &&
      query.some(({ name }) => typeof name === "string" && PAGE.test(name)) &&
      !query.some(({ name }) => typeof name === "string" && TOKEN.test(name))
    );
  });
}

/** The properties of a body, and those of the objects in it. */
function propertiesOf(document: JsonObject, schema: JsonObject, pointer: string): Found[] {
  const found: Found[] = [];
  function visit(written: unknown, path: string, depth: number): void {
    const value = follow(document, written, pointer)?.value;
    if (value === undefined) return;
    for (const part of Array.isArray(value["allOf"]) ? value["allOf"] : [])
      visit(part, path, depth);
    if (!isObject(value["properties"])) return;
    for (const [name, property] of Object.entries(value["properties"])) {
      const inner = follow(document, property, pointer)?.value;
      if (inner === undefined) continue;
      const place = childPointer(path, name);
      found.push({ pointer: place, name, schema: inner });
      // Three levels hold every envelope that was met.
      if (depth < 2) visit(inner, place, depth + 1);
    }
  }
  visit(schema, "", 0);
  return found.toSorted((a, b) => depthOf(a) - depthOf(b));
}

function depthOf({ pointer }: Found): number {
  return pointer.split("/").length;
}

function isText(schema: JsonObject): boolean {
  return schema["type"] === undefined || [schema["type"]].flat().includes("string");
}

function isNumber(schema: JsonObject): boolean {
  return [schema["type"]].flat().some((type) => type === "integer" || type === "number");
}
