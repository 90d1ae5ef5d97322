import { isObject } from "./json.js";
import { childPointer, type Pointer } from "./json-pointer.js";

/** The OpenAPI objects that can hold schemas, by their names in the specification. */
export type ObjectKind =
  | "Root"
  | "Components"
  | "PathItem"
  | "Operation"
  | "Callback"
  | "Parameter"
  | "Header"
  | "RequestBody"
  | "Response"
  | "MediaType"
  | "Schema";

type Field = readonly [shape: "one" | "list" | "map", kind: ObjectKind];

const schema: Field = ["one", "Schema"];
const schemas: Field = ["map", "Schema"];
const schemaList: Field = ["list", "Schema"];
const operation: Field = ["one", "Operation"];
const content: Field = ["map", "MediaType"];
const headers: Field = ["map", "Header"];
const parameters: Field = ["list", "Parameter"];

const structure: Readonly<
  Record<Exclude<ObjectKind, "Callback">, Readonly<Record<string, Field>>>
> = {
  Root: {
    paths: ["map", "PathItem"],
    webhooks: ["map", "PathItem"],
    components: ["one", "Components"],
  },
  Components: {
    schemas,
    responses: ["map", "Response"],
    parameters: ["map", "Parameter"],
    requestBodies: ["map", "RequestBody"],
    headers,
    callbacks: ["map", "Callback"],
    pathItems: ["map", "PathItem"],
  },
  PathItem: {
    parameters,
    get: operation,
    put: operation,
    post: operation,
    delete: operation,
    options: operation,
    head: operation,
    patch: operation,
    trace: operation,
  },
  Operation: {
    parameters,
    requestBody: ["one", "RequestBody"],
    responses: ["map", "Response"],
    callbacks: ["map", "Callback"],
  },
  Parameter: { schema, content },
  Header: { schema, content },
  RequestBody: { content },
  Response: { headers, content },
  MediaType: { schema },
  Schema: {
    properties: schemas,
    patternProperties: schemas,
    dependentSchemas: schemas,
    $defs: schemas,
    additionalProperties: schema,
    unevaluatedProperties: schema,
    items: schema,
    unevaluatedItems: schema,
    contains: schema,
    propertyNames: schema,
    contentSchema: schema,
    not: schema,
    if: schema,
    // oxlint-disable-next-line unicorn/no-thenable -- It is a keyword of JSON Schema.
    then: schema,
    else: schema,
    prefixItems: schemaList,
    allOf: schemaList,
    anyOf: schemaList,
    oneOf: schemaList,
  },
};

type Fields = ReadonlyMap<string, Field>;

const FIELDS = Object.fromEntries(
  Object.entries(structure).map(([kind, fields]): [string, Fields] => [
    kind,
    new Map(Object.entries(fields)),
  ]),
  // The kinds are those of `structure`.
) as Readonly<Record<keyof typeof structure, Fields>>;

/** Called for each object: its kind, the object, and where it is. */
export type Visit = (kind: ObjectKind, node: Record<string, unknown>, pointer: Pointer) => void;

/**
 * Visits the objects of a document from the root inwards, each before what is in it. Examples,
 * defaults and extensions hold data, not OpenAPI objects, and are not entered.
 */
export function visitDescription(root: unknown, visit: Visit): void {
  visitNode("Root", root, "#", visit);
}

function visitNode(kind: ObjectKind, node: unknown, pointer: Pointer, visit: Visit): void {
  if (!isObject(node)) return;
  // A visitor that was given a copy of its own may change it.
  visit(kind, node, pointer);
  if (kind === "Callback") {
    visitField(["map", "PathItem"], node, pointer, visit);
    return;
  }
  // A schema can have nineteen fields and has three: it is asked for those that it has.
  for (const name of Object.keys(node)) {
    const field = FIELDS[kind].get(name);
    if (field !== undefined) visitField(field, node[name], `${pointer}/${name}`, visit);
  }
}

function visitField([shape, kind]: Field, value: unknown, pointer: Pointer, visit: Visit): void {
  if (shape === "one") {
    visitNode(kind, value, pointer, visit);
  } else if (shape === "list" && Array.isArray(value)) {
    value.forEach((item, index) => {
      visitNode(kind, item, childPointer(pointer, index), visit);
    });
  } else if (shape === "map" && isObject(value)) {
    for (const name of Object.keys(value)) {
      visitNode(kind, value[name], childPointer(pointer, name), visit);
    }
  }
}
