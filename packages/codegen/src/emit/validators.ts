import type { OpenApiDocument, Schema } from "../description/openapi.js";
import type { Located } from "../description/references.js";
import { eventSchemasOf, methodSchemasOf, type MethodSchemas } from "../model/method-schemas.js";
import type { Model } from "../model/model.js";
import { plainText } from "./doc-comment.js";
import { header } from "./header.js";
import { jsonText, stringLiteral } from "./literal.js";
import { compileValidators, type ValidatorCode } from "./validators-code.js";
import { mergeEqual, withReferences } from "./validators-merge.js";
import {
  createSchemaSet,
  type Direction,
  type PlainSchema,
  type SchemaSet,
} from "./validators-schemas.js";

/** Names of schemas for what a method sends and receives. */
interface MethodIds {
  readonly id: string;
  readonly parameters: readonly Entry[];
  readonly body: string | undefined;
  readonly responses: readonly Entry[];
}

type Entry = readonly [name: string, id: string];

/** `validators.d.ts`: the type of what `validators.js` exports. */
export function emitValidatorsDeclaration({ provider }: Model): string {
  return [
    header(provider.name),
    'import type { Validators } from "@parley/runtime";\n\n',
    documentationOf(provider),
    "export declare const validators: Validators;\n",
  ].join("");
}

function documentationOf({ title }: Model["provider"]): string {
  return `/** Judges what ${plainText(title).replaceAll("\n", " ")} is sent, and sends: give it to the client as its option \`validators\`. */\n`;
}

/** `validators.js`: code that judges requests, answers and events by the description. */
export function emitValidators(document: OpenApiDocument, model: Model): string {
  const set = createSchemaSet(document);
  const methods = methodSchemasOf(document, model).map((method) => methodIds(set, method));
  const events = eventSchemasOf(document, model).map(([name, schema]): Entry => [
    name,
    set.idOf(schema, "received"),
  ]);

  const merged = mergeEqual(set.schemas);
  const canonical = (id: string): string => merged.get(id) ?? id;
  const used = reachable(set.schemas, canonical, [
    ...methods.flatMap(({ parameters, body, responses }) => [
      ...[...parameters, ...responses].map(([, id]) => id),
      ...(body === undefined ? [] : [body]),
    ]),
    ...events.map(([, id]) => id),
  ]);
  const code = compileValidators(used.schemas, used.roots);
  const functionOf = (id: string): string => code.functions.get(canonical(id)) ?? "";

  return [
    header(model.provider.name),
    importsOf(code),
    skippedNote(set.skipped),
    "export const validators = /* @__PURE__ */ createValidators({\n",
    `  provider: ${stringLiteral(model.provider.name)},\n`,
    "  methods: {\n",
    ...methods.map((method) => methodEntry(method, functionOf)),
    "  },\n",
    ...(events.length === 0 ? [] : [`  events: ${table(events, functionOf, "  ")},\n`]),
    "});\n\n",
    code.source,
  ].join("");
}

function methodIds(set: SchemaSet, { id, parameters, body, responses }: MethodSchemas): MethodIds {
  const entry = (name: string, schema: Located<Schema>, direction: Direction): Entry[] => {
    const schemaId = set.idOf(schema, direction);
    return saysNothing(set.schemas.get(schemaId)) ? [] : [[name, schemaId]];
  };
  return {
    id,
    parameters: parameters.flatMap(([name, schema]) => entry(name, schema, "sent")),
    body: body === undefined ? undefined : entry("body", body, "sent")[0]?.[1],
    responses: responses.flatMap(([status, schemas]) => {
      const [only] = schemas;
      if (only === undefined) return [];
      // Of several media types any may come.
      const either = { value: { anyOf: schemas.map(({ value }) => value) }, pointer: only.pointer };
      return entry(status, schemas.length === 1 ? only : either, "received");
    }),
  };
}

function saysNothing(schema: PlainSchema | undefined): boolean {
  return schema === true || (typeof schema === "object" && Object.keys(schema).length === 0);
}

/** The schemas that are called or referred to, each once. */
function reachable(
  all: SchemaSet["schemas"],
  canonical: (id: string) => string,
  called: readonly string[],
): { readonly schemas: ReadonlyMap<string, PlainSchema>; readonly roots: readonly string[] } {
  const roots = [...new Set(called.map(canonical))];
  const schemas = new Map<string, PlainSchema>();
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (schemas.has(id)) continue;
    const schema = withReferences(all.get(id) ?? true, (reference) => {
      const target = canonical(reference);
      open.push(target);
      return target;
    });
    schemas.set(id, schema);
  }
  return { schemas, roots };
}

function importsOf({ imports }: ValidatorCode): string {
  const names = [...imports, "createValidators"].toSorted();
  return `import { ${names.join(", ")} } from "@parley/runtime/validation";\n\n`;
}

function skippedNote(skipped: SchemaSet["skipped"]): string {
  if (skipped.size === 0) return "";
  const lines = [...skipped].map(
    ([pattern, problem]) => `//   ${jsonText(pattern.slice(0, 100))} ${problem}\n`,
  );
  return `// Patterns of the description that are not checked:\n${lines.join("")}\n`;
}

function methodEntry(
  { id, parameters, body, responses }: MethodIds,
  functionOf: (id: string) => string,
): string {
  const fields = [
    ...(parameters.length === 0
      ? []
      : [`      parameters: ${table(parameters, functionOf, "      ")},\n`]),
    ...(body === undefined ? [] : [`      body: ${functionOf(body)},\n`]),
    ...(responses.length === 0
      ? []
      : [`      responses: ${table(responses, functionOf, "      ")},\n`]),
  ];
  return fields.length === 0 ? "" : `    ${key(id)}: {\n${fields.join("")}    },\n`;
}

function table(
  entries: readonly Entry[],
  functionOf: (id: string) => string,
  indent: string,
): string {
  const lines = entries.map(([name, id]) => `${indent}  ${key(name)}: ${functionOf(id)},\n`);
  return `{\n${lines.join("")}${indent}}`;
}

/** As a plain `__proto__` would set the prototype, names are computed. */
function key(name: string): string {
  return name === "__proto__" ? `["__proto__"]` : stringLiteral(name);
}
