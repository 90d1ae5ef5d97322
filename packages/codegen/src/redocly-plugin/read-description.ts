/**
 * How the rules read a description: nodes with the place where they are written, `$ref`s
 * followed across files.
 */
import type { Location, LocationObject, UserContext } from "@redocly/openapi-core";
import { isObject, type JsonObject } from "../description/json.js";

/** A node of the description, and the file and pointer where it is written. */
export interface Located<Node = unknown> {
  readonly node: Node;
  readonly location: Location;
}

/** What of Redocly's context is needed to follow a `$ref`. */
export type Resolver = Pick<UserContext, "resolve">;

export function isReference(value: unknown): value is JsonObject & { readonly $ref: string } {
  return isObject(value) && typeof value["$ref"] === "string";
}

/** The key of a node in place of its value: for what is wrong with the whole node. */
export function keyOf(location: Location): LocationObject {
  return { source: location.source, pointer: location.pointer, reportOnKey: true };
}

/**
 * Follows a `$ref` to its end. Undefined when it leads nowhere, which Redocly's own
 * `no-unresolved-refs` reports.
 */
export function follow(resolver: Resolver, { node, location }: Located): Located | undefined {
  if (!isReference(node)) return { node, location };
  const target = resolver.resolve<JsonObject>(node, location.source.absoluteRef);
  return target.location === undefined || target.node === undefined
    ? undefined
    : { node: target.node, location: target.location };
}

/** The value under a key, its `$ref` followed. */
export function child(
  resolver: Resolver,
  parent: Located,
  key: string | number,
): Located | undefined {
  const node: unknown = Array.isArray(parent.node)
    ? parent.node[Number(key)]
    : isObject(parent.node) && Object.hasOwn(parent.node, key)
      ? parent.node[key]
      : undefined;
  if (node === undefined) return undefined;
  return follow(resolver, { node, location: parent.location.child([key]) });
}

/** The object under a key, its `$ref` followed; undefined when it is no object. */
export function childObject(
  resolver: Resolver,
  parent: Located,
  key: string | number,
): Located<JsonObject> | undefined {
  return asObject(child(resolver, parent, key));
}

/** The objects of the map under a key, by name, their `$ref`s followed. */
export function namedChildren(
  resolver: Resolver,
  parent: Located,
  key: string,
): [name: string, child: Located<JsonObject>][] {
  const map = childObject(resolver, parent, key);
  if (map === undefined) return [];
  return Object.keys(map.node).flatMap((name): [string, Located<JsonObject>][] => {
    const value = childObject(resolver, map, name);
    return value === undefined ? [] : [[name, value]];
  });
}

/** The objects of the list under a key, their `$ref`s followed. */
export function listedChildren(
  resolver: Resolver,
  parent: Located,
  key: string,
): Located<JsonObject>[] {
  const list = child(resolver, parent, key);
  if (list === undefined || !Array.isArray(list.node)) return [];
  return list.node.flatMap((_, index): Located<JsonObject>[] => {
    const value = childObject(resolver, list, index);
    return value === undefined ? [] : [value];
  });
}

export function asObject(located: Located | undefined): Located<JsonObject> | undefined {
  return located !== undefined && isObject(located.node)
    ? { node: located.node, location: located.location }
    : undefined;
}

/** The strings of a value that should be a list of strings. */
export function strings(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === "string")
    : [];
}

/** The HTTP methods of an OpenAPI 3.1 Path Item Object. */
const httpMethods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** An operation of a path or of a webhook. */
export interface DescribedOperation extends Located<JsonObject> {
  readonly pathItem: Located<JsonObject>;
  readonly httpMethod: string;
  readonly id: string | undefined;
}

/** The operations of a Path Item Object. */
export function operationsOf(
  resolver: Resolver,
  pathItem: Located<JsonObject>,
): DescribedOperation[] {
  return httpMethods.flatMap((httpMethod): DescribedOperation[] => {
    const operation = childObject(resolver, pathItem, httpMethod);
    if (operation === undefined) return [];
    const id = operation.node["operationId"];
    return [{ ...operation, pathItem, httpMethod, id: typeof id === "string" ? id : undefined }];
  });
}

/** The operations that a client calls: those under `paths`. */
export function calledOperations(
  resolver: Resolver,
  root: Located<JsonObject>,
): DescribedOperation[] {
  return namedChildren(resolver, root, "paths").flatMap(([, pathItem]) =>
    operationsOf(resolver, pathItem),
  );
}

/** An entry of `webhooks`: an event that the provider sends. */
export interface DescribedWebhook {
  readonly name: string;
  /** Where `webhooks` names it. */
  readonly entry: Location;
  readonly pathItem: Located<JsonObject>;
  readonly operations: readonly DescribedOperation[];
}

/** The entries of `webhooks`. */
export function describedWebhooks(
  resolver: Resolver,
  root: Located<JsonObject>,
): DescribedWebhook[] {
  return namedChildren(resolver, root, "webhooks").map(([name, pathItem]) => ({
    name,
    entry: root.location.child(["webhooks", name]),
    pathItem,
    operations: operationsOf(resolver, pathItem),
  }));
}

/** A Parameter Object with the two properties that tell it from others. */
export interface DescribedParameter extends Located<JsonObject> {
  readonly name: string;
  readonly in: string;
}

/** An operation's parameters, those of its path included unless it declares them anew. */
export function parametersOf(
  resolver: Resolver,
  operation: DescribedOperation,
): DescribedParameter[] {
  const parameters = new Map<string, DescribedParameter>();
  for (const owner of [operation.pathItem, operation]) {
    for (const parameter of listedChildren(resolver, owner, "parameters")) {
      const { name, in: place } = parameter.node;
      if (typeof name === "string" && typeof place === "string") {
        parameters.set(`${place} ${name}`, { ...parameter, name, in: place });
      }
    }
  }
  return [...parameters.values()];
}

/** The schemas of the JSON bodies of an owner's `content`. */
export function jsonSchemas(
  resolver: Resolver,
  contentOwner: Located<JsonObject>,
): Located<JsonObject>[] {
  return namedChildren(resolver, contentOwner, "content").flatMap(([mediaType, content]) => {
    const schema = isJson(mediaType) ? childObject(resolver, content, "schema") : undefined;
    return schema === undefined ? [] : [schema];
  });
}

/** The operation's responses of a success, by status. */
export function successResponses(
  resolver: Resolver,
  operation: Located<JsonObject>,
): [status: string, response: Located<JsonObject>][] {
  return namedChildren(resolver, operation, "responses").filter(([status]) =>
    status.startsWith("2"),
  );
}

function isJson(mediaType: string): boolean {
  // RFC 6839: a structured syntax suffix of +json is JSON too.
  return /^application\/(?:[^;]*\+)?json\s*(?:;|$)/i.test(mediaType);
}
