import { childPointer, type Pointer } from "../description/json-pointer.js";
import {
  isHttpMethod,
  type MediaType,
  type Named,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type PathItem,
  type Referenced,
  type Response,
  type Schema,
} from "../description/openapi.js";
import { resolve, type Located } from "../description/references.js";
import { essenceOf, readingOf, requestContent } from "./media-types.js";
import type { Model } from "./model.js";

/** The schemas of what a method sends and receives. */
export interface MethodSchemas {
  /** The method's id; for the whole of a route of several methods its path style: `POST /contacts`. */
  readonly id: string;
  readonly parameters: readonly (readonly [name: string, schema: Located<Schema>])[];
  /** Absent for a body that is neither JSON nor a form: it is sent as it is. */
  readonly body: Located<Schema> | undefined;
  /** The schemas of JSON answers, by status; several where they may be of several media types. */
  readonly responses: readonly (readonly [status: string, schemas: readonly Located<Schema>[]])[];
}

/** The schemas of every method of a model. */
export function methodSchemasOf(document: OpenApiDocument, { methods }: Model): MethodSchemas[] {
  const places = operationsOf(document);
  const perRoute = new Map<string, number>();
  for (const { httpMethod, path } of methods) {
    const route = `${httpMethod} ${path}`;
    perRoute.set(route, (perRoute.get(route) ?? 0) + 1);
  }
  const routes = new Set<string>();
  return methods.flatMap((method): MethodSchemas[] => {
    const route = `${method.httpMethod} ${method.path}`;
    const place = places.get(route);
    if (place === undefined) return [];
    const names = new Set(method.parameters.map(({ name }) => name));
    const all = operationSchemas(document, place);
    const narrowed = place.operation["x-parley-methods"]?.[method.id]?.body;
    const own: MethodSchemas = {
      id: method.id,
      parameters: all.parameters.filter(([name]) => names.has(name)),
      body:
        narrowed === undefined || all.body === undefined
          ? all.body
          : { value: { $ref: narrowed }, pointer: all.body.pointer },
      responses: all.responses,
    };
    if (perRoute.get(route) === 1 || routes.has(route)) return [own];
    routes.add(route);
    return [own, { id: route, ...all }];
  });
}

/** The schemas of the payloads of a model's events, by the event's name. */
export function eventSchemasOf(
  document: OpenApiDocument,
  { webhooks }: Model,
): (readonly [name: string, schema: Located<Schema>])[] {
  return (webhooks?.events ?? []).flatMap(({ name }) => {
    const place = childPointer("#", "webhooks", name);
    const written = document.webhooks?.[name];
    const operation = written && resolve<PathItem>(document, written, place)?.value.post;
    const body = operation?.requestBody && resolve(document, operation.requestBody, place);
    const [schema] = body === undefined ? [] : jsonSchemas(body.value.content, body.pointer);
    return schema === undefined ? [] : [[name, schema] as const];
  });
}

interface OperationPlace {
  readonly pathItem: PathItem;
  readonly operation: Operation;
  readonly pointer: Pointer;
}

/** The operations of a document by their route: `POST /contacts`. */
function operationsOf(document: OpenApiDocument): ReadonlyMap<string, OperationPlace> {
  return new Map(
    Object.entries(document.paths ?? {}).flatMap(([path, written]) => {
      const item = resolve<PathItem>(document, written, childPointer("#", "paths", path));
      if (item === undefined) return [];
      return Object.keys(item.value).flatMap((field): [string, OperationPlace][] => {
        const operation = isHttpMethod(field) ? item.value[field] : undefined;
        if (operation === undefined) return [];
        const pointer = childPointer(item.pointer, field);
        return [[`${field.toUpperCase()} ${path}`, { pathItem: item.value, operation, pointer }]];
      });
    }),
  );
}

function operationSchemas(
  document: OpenApiDocument,
  { pathItem, operation, pointer }: OperationPlace,
): Omit<MethodSchemas, "id"> {
  return {
    // An operation's parameter replaces that of its path.
    parameters: [
      ...new Map(
        [...(pathItem.parameters ?? []), ...(operation.parameters ?? [])].flatMap((parameter) =>
          parameterSchema(document, parameter, pointer),
        ),
      ),
    ],
    body: bodySchema(document, operation, pointer),
    responses: Object.entries(operation.responses ?? {}).flatMap(([status, written]) => {
      const place = childPointer(pointer, "responses", status);
      const response = resolve<Response>(document, written, place);
      const schemas = response && jsonSchemas(response.value.content, response.pointer);
      return schemas === undefined || schemas.length === 0 ? [] : [[status, schemas] as const];
    }),
  };
}

function parameterSchema(
  document: OpenApiDocument,
  written: Referenced<Parameter>,
  pointer: Pointer,
): [string, Located<Schema>][] {
  const parameter = resolve(document, written, pointer);
  if (parameter === undefined) return [];
  const { name, schema, content } = parameter.value;
  const [json] = content === undefined ? [] : jsonSchemas(content, parameter.pointer);
  const own = schema === undefined ? json : { value: schema, pointer: parameter.pointer };
  return own === undefined ? [] : [[name, own]];
}

function bodySchema(
  document: OpenApiDocument,
  { requestBody }: Operation,
  pointer: Pointer,
): Located<Schema> | undefined {
  const body = requestBody && resolve(document, requestBody, childPointer(pointer, "requestBody"));
  const content = body && requestContent(body.value.content);
  if (body === undefined || content === undefined) return undefined;
  const [mediaType, { schema }] = content;
  const essence = essenceOf(mediaType);
  const isForm =
    essence === "multipart/form-data" || essence === "application/x-www-form-urlencoded";
  if (schema === undefined || (readingOf(mediaType) !== "json" && !isForm)) return undefined;
  return { value: schema, pointer: body.pointer };
}

function jsonSchemas(content: Named<MediaType> = {}, pointer: Pointer): Located<Schema>[] {
  return Object.entries(content).flatMap(([mediaType, { schema }]) =>
    readingOf(mediaType) === "json" && schema !== undefined ? [{ value: schema, pointer }] : [],
  );
}
