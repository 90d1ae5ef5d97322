import { childPointer, type Pointer } from "../description/json-pointer.js";
import type { Operation, Parameter, PathItem, Referenced, Schema } from "../description/openapi.js";
import { isReference, resolve, resolveSchema, type Located } from "../description/references.js";
import { constraintsOf } from "./constraints.js";
import { documentationOf } from "./documentation.js";
import { readingOf } from "./media-types.js";
import { typeOfSchema, type ModelContext } from "./model-context.js";
import type { ParameterModel, TypeReference } from "./model.js";
import { INHERITED_NAMES } from "./names.js";

/** OpenAPI 3.1.1, section 4.8.12.3: the styles of each place, its default first. */
const STYLES = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
} as const;

type Place = keyof typeof STYLES;

/** OpenAPI 3.1.1, section 4.8.12.1: parameters of these names are ignored. */
const IGNORED_HEADERS: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);

/** A parameter as it is written among those of an operation. */
interface WrittenParameter extends Located<Parameter> {
  readonly in: Place;
  readonly written: Referenced<Parameter>;
}

/** An operation with what its path item says for it. */
export interface LocatedOperation {
  readonly id: string;
  readonly path: string;
  readonly pathItem: PathItem;
  readonly operation: Operation;
  /** Where the operation is. */
  readonly pointer: Pointer;
  readonly pathItemPointer: Pointer;
}

/** The parameters of an operation, those of its path included. */
export function parametersOf(context: ModelContext, operation: LocatedOperation): ParameterModel[] {
  const written = writtenParameters(context, operation);
  checkPathParameters(context, operation, written);
  checkNames(context, written);
  return written.map((parameter) => parameterModel(context, operation, written, parameter));
}

function writtenParameters(
  context: ModelContext,
  { pathItem, operation, pointer, pathItemPointer }: LocatedOperation,
): WrittenParameter[] {
  const byKey = new Map<string, WrittenParameter>();
  const owners = [
    [pathItem.parameters, pathItemPointer],
    [operation.parameters, pointer],
  ] as const;
  for (const [parameters = [], owner] of owners) {
    const inList = new Set<string>();
    parameters.forEach((written, index) => {
      const place = childPointer(owner, "parameters", index);
      const parameter = resolve(context.document, written, place);
      // A cookie has been refused by the lint.
      if (parameter === undefined || !isPlace(parameter.value.in)) return;
      const { name, in: location } = parameter.value;
      if (location === "header" && IGNORED_HEADERS.has(name.toLowerCase())) {
        context.warn(
          parameter.pointer,
          `The header "${name}" is left out, as OpenAPI says: the client sends it by itself.`,
        );
        return;
      }
      if (inList.has(`${location} ${name}`)) {
        context.report(
          place,
          `The parameter \`${name}\` in the ${location} is declared twice in one list: leave one out.`,
        );
      }
      inList.add(`${location} ${name}`);
      // An operation's parameter replaces that of its path.
      byKey.set(`${location} ${name}`, { ...parameter, in: location, written });
    });
  }
  return [...byKey.values()];
}

function isPlace(place: string): place is Place {
  return Object.hasOwn(STYLES, place);
}

function checkPathParameters(
  { report }: ModelContext,
  { path, pathItemPointer }: LocatedOperation,
  parameters: readonly WrittenParameter[],
): void {
  const inTemplate = new Set([...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name));
  const declared = parameters.filter((parameter) => parameter.in === "path");
  for (const name of inTemplate) {
    if (declared.some(({ value }) => value.name === name)) continue;
    report(
      pathItemPointer,
      `The path has {${name}}, but no parameter is declared for it: add one with \`in: path\` and that name.`,
    );
  }
  for (const { value, pointer } of declared) {
    if (inTemplate.has(value.name)) continue;
    report(
      childPointer(pointer, "name"),
      `The path ${path} has no {${value.name}}: correct the name, or remove the parameter.`,
    );
  }
}

function checkNames({ report }: ModelContext, parameters: readonly WrittenParameter[]): void {
  const headers = new Set<string>();
  for (const { value, pointer, in: place } of parameters) {
    const name = value.name.toLowerCase();
    if (place === "header" && headers.has(name)) {
      // RFC 9110, section 5.1: field names have no case.
      report(
        childPointer(pointer, "name"),
        `Another header differs from "${value.name}" by case alone, so the two are one: leave one out.`,
      );
    }
    if (place === "header") headers.add(name);
    if (INHERITED_NAMES.has(value.name)) {
      report(
        childPointer(pointer, "name"),
        `"${value.name}" is something that every JavaScript object has, so it cannot name a parameter: leave it out with an overlay.`,
      );
    }
  }
}

function parameterModel(
  context: ModelContext,
  operation: LocatedOperation,
  siblings: readonly WrittenParameter[],
  { value: parameter, pointer, in: place, written }: WrittenParameter,
): ParameterModel {
  const { schema: writtenSchema, isJson } = schemaOf(context, parameter, pointer);
  const schema = resolveSchema(context.document, writtenSchema, pointer)?.value;
  const items =
    schema?.items === undefined
      ? undefined
      : resolveSchema(context.document, schema.items, pointer)?.value;
  const style = parameter.style ?? STYLES[place][0];
  if (!isJson && !STYLES[place].some((known) => known === style)) {
    context.report(
      childPointer(pointer, "style"),
      `A ${place} parameter has no style ${style}: use ${STYLES[place].join(", ")}.`,
    );
  }
  const explode = parameter.explode ?? style === "form";
  return {
    name: parameter.name,
    in: place,
    style: isJson || style === STYLES[place][0] ? undefined : style,
    explode: isJson || explode === (style === "form") ? undefined : explode,
    allowReserved: parameter.allowReserved ?? parameter["x-parley-allow-reserved"] ?? false,
    json: isJson,
    prefixes: schema?.["x-parley-prefixes"],
    required: place === "path" || parameter.required === true,
    clientOption: context.document["x-parley-client-parameters"]?.[parameter.name]?.option,
    type: parameterType(context, operation, siblings, written, writtenSchema),
    documentation: documentationOf(parameter, schema),
    constraints: schema === undefined ? [] : constraintsOf(schema, items),
    default: schema?.default,
    example: exampleOf(context, parameter) ?? schema?.example ?? schema?.examples?.[0],
  };
}

function schemaOf(
  { report }: ModelContext,
  parameter: Parameter,
  pointer: Pointer,
): { readonly schema: Schema; readonly isJson: boolean } {
  const [content, ...others] = Object.entries(parameter.content ?? {});
  if (content === undefined) return { schema: parameter.schema ?? true, isJson: false };
  const [mediaType, { schema = true }] = content;
  if (others.length > 0 || readingOf(mediaType) !== "json") {
    report(
      childPointer(pointer, "content"),
      "A parameter with `content` is sent as JSON: give it application/json alone.",
    );
  }
  return { schema, isJson: true };
}

function parameterType(
  context: ModelContext,
  { id }: LocatedOperation,
  siblings: readonly WrittenParameter[],
  written: Referenced<Parameter>,
  schema: Schema,
): TypeReference {
  const parameter = resolve(context.document, written, "#")?.value;
  const component = isReference(written)
    ? /^#\/components\/parameters\/([^/~%]+)$/.exec(written.$ref)?.[1]
    : undefined;
  if (parameter === undefined || component !== undefined) {
    const steps = [{ key: "parameters" }, { key: component ?? "" }];
    return typeOfSchema(context, schema, { root: "components", steps });
  }
  const group = siblings.filter((sibling) => sibling.in === parameter.in);
  return typeOfSchema(context, schema, {
    root: "operations",
    steps: [
      { key: id },
      { key: "parameters" },
      {
        key: parameter.in,
        optional: group.every(({ value }) => isOptional(value)),
      },
      { key: parameter.name, optional: isOptional(parameter) },
    ],
  });
}

function isOptional(parameter: Parameter): boolean {
  return parameter.in !== "path" && parameter.required !== true;
}

function exampleOf(context: ModelContext, parameter: Parameter): Parameter["example"] {
  if (parameter.example !== undefined) return parameter.example;
  const [example] = Object.values(parameter.examples ?? {});
  return example === undefined ? undefined : resolve(context.document, example, "#")?.value.value;
}
