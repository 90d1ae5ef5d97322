import { isObject, type JsonObject } from "../description/json.js";
import { childPointer, type Pointer } from "../description/json-pointer.js";
import { isHttpMethod, type HttpMethod } from "../description/openapi.js";
import { resolve, type Located } from "../description/references.js";

/** An operation of a document that nothing is known of yet. */
export interface ImportedOperation {
  readonly path: string;
  readonly httpMethod: HttpMethod;
  readonly operation: JsonObject;
  readonly pathItem: JsonObject;
  readonly pointer: Pointer;
  /** A JSONPath (RFC 9535) that selects it. */
  readonly target: string;
}

/** Whether a path is one, and not the beginning of a query or a fragment as well. */
export function isPlainPath(path: string): boolean {
  return !/[?#]/.test(path);
}

/** The operations of a document's own paths that a client can call, in order. */
export function describedOperations(document: JsonObject): ImportedOperation[] {
  const paths = document["paths"];
  return Object.entries(isObject(paths) ? paths : {}).flatMap(([path, pathItem]) => {
    if (!isObject(pathItem) || !isPlainPath(path)) return [];
    return Object.entries(pathItem).flatMap(([httpMethod, operation]): ImportedOperation[] =>
      // No fetch sends TRACE.
      isHttpMethod(httpMethod) && httpMethod !== "trace" && isObject(operation)
        ? [
            {
              path,
              httpMethod,
              operation,
              pathItem,
              pointer: childPointer("#", "paths", path, httpMethod),
              target: `${pathTarget(path)}.${httpMethod}`,
            },
          ]
        : [],
    );
  });
}

/** The JSONPath of a path. */
export function pathTarget(path: string): string {
  return `$.paths[${quoted(path)}]`;
}

/** A name of a JSONPath, in quotes, with what ends it escaped (RFC 9535, section 2.3.1). */
export function quoted(name: string): string {
  const text = JSON.stringify(name).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${text}'`;
}

/** An object of a document, its `$ref`s followed; undefined where none is. */
export function follow(
  document: JsonObject,
  value: unknown,
  pointer: Pointer,
): Located<JsonObject> | undefined {
  if (!isObject(value)) return undefined;
  // Nothing but its `$ref`s is read of the document here.
  const found = resolve<unknown>(
    document as unknown as Parameters<typeof resolve>[0],
    value,
    pointer,
  );
  return found !== undefined && isObject(found.value)
    ? { value: found.value, pointer: found.pointer }
    : undefined;
}

/** The parameters of an operation and of its path. */
export function parametersOf(
  document: JsonObject,
  { operation, pathItem, pointer }: ImportedOperation,
): JsonObject[] {
  return [operation["parameters"], pathItem["parameters"]].flatMap((list) =>
    (Array.isArray(list) ? (list as unknown[]) : []).flatMap((written): JsonObject[] => {
      const found = follow(document, written, pointer);
      return found === undefined ? [] : [found.value];
    }),
  );
}
