import type {
  HttpMethod,
  MethodSettings,
  OpenApiDocument,
  Operation,
  PathItem,
} from "../description/openapi.js";
import { childPointer, type Pointer } from "../description/json-pointer.js";
import { resolve } from "../description/references.js";
import type { MethodModel } from "../model/model.js";

/** An operation of a document, where it is written, and what it says of one of its methods. */
export interface WrittenOperation {
  readonly operation: Operation;
  readonly pointer: Pointer;
  readonly pathItem: PathItem;
  readonly pathItemPointer: Pointer;
  readonly settings: MethodSettings;
}

/** The operation that a method is of. */
export function operationOf(
  document: OpenApiDocument,
  { path, httpMethod, id }: MethodModel,
): WrittenOperation | undefined {
  const written = document.paths?.[path];
  const located = written && resolve<PathItem>(document, written, childPointer("#", "paths", path));
  // The model has it from a field of OpenAPI, in capitals.
  const field = httpMethod.toLowerCase() as HttpMethod;
  const operation = located?.value[field];
  if (located === undefined || operation === undefined) return undefined;
  return {
    operation,
    pointer: childPointer(located.pointer, field),
    pathItem: located.value,
    pathItemPointer: located.pointer,
    settings: operation["x-parley-methods"]?.[id] ?? {},
  };
}
