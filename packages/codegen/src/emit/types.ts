import type {
  ErrorModel,
  MethodModel,
  Model,
  ParameterModel,
  SchemaModel,
  TypeReference,
} from "../model/model.js";
import { docComment } from "./doc-comment.js";
import { header } from "./header.js";
import { importTypes } from "./imports.js";
import { propertyName } from "./literal.js";
import { itemExpression, rootsOf, typeExpression, unionExpression } from "./type-expression.js";

/** `types.ts`: the named types of every method, and of every component schema. */
export function emitTypes({ provider, methods, schemas }: Model): string {
  const statuses = statusNames(schemas);
  const body = [
    ...methods.flatMap((method) => [
      parametersType(method),
      resultType(method),
      ...itemType(method),
      errorsType(method, statuses),
    ]),
    ...schemas.map(schemaType),
  ].join("\n");
  return header(provider.name) + imports(methods, schemas, statuses) + body;
}

/** `createOrUpdate` in PascalCase is the start of the names of a method's types. */
export function methodTypes({ typeName }: MethodModel): {
  readonly parameters: string;
  readonly result: string;
  readonly item: string;
  readonly errors: string;
} {
  return {
    parameters: `${typeName}Parameters`,
    result: `${typeName}Result`,
    item: `${typeName}Item`,
    errors: `${typeName}Errors`,
  };
}

/** Whether a method can be called without parameters. */
export function isCallableWithoutParameters(method: MethodModel): boolean {
  return (
    method.exactlyOneOf === undefined &&
    method.body?.required !== true &&
    method.parameters.every((parameter) => isOptional(parameter))
  );
}

function isOptional({ required, clientOption }: ParameterModel): boolean {
  return !required || clientOption !== undefined;
}

/** The runtime's unions of statuses, by the names that they have in the file. */
interface StatusNames {
  readonly ClientErrorStatus: string;
  readonly ErrorStatus: string;
  readonly ServerErrorStatus: string;
}

/** A provider may have a type of the same name. */
function statusNames(schemas: readonly SchemaModel[]): StatusNames {
  const local = (name: keyof StatusNames): string =>
    schemas.some(({ typeName }) => typeName === name) ? `Http${name}` : name;
  return {
    ClientErrorStatus: local("ClientErrorStatus"),
    ErrorStatus: local("ErrorStatus"),
    ServerErrorStatus: local("ServerErrorStatus"),
  };
}

function imports(
  methods: readonly MethodModel[],
  schemas: readonly SchemaModel[],
  statuses: StatusNames,
): string {
  const types = methods.flatMap(({ parameters, body: request, results, errors }) => [
    ...parameters.map(({ type }) => type),
    ...(request === undefined ? [] : [request.type]),
    ...results,
    ...errors.flatMap((error) => error.types),
  ]);
  const roots = rootsOf([
    ...types,
    ...(schemas.length === 0 ? [] : [{ kind: "path", root: "components", steps: [] } as const]),
  ]);
  // What stands in quotes is named by the description.
  const errorTypes = methods
    .map((method) => errorsType(method, statuses).replace(/"(?:[^"\\]|\\.)*"/g, ""))
    .join("");
  const used = Object.entries(statuses).filter(([, local]: readonly [string, string]) =>
    errorTypes.includes(`<${local},`),
  );
  const imported = used.map(([name, local]: readonly [string, string]) =>
    name === local ? name : `${name} as ${local}`,
  );
  return [
    importTypes(["ApiError", ...imported], "@parley/runtime"),
    importTypes(roots, "./schema.js"),
    "\n",
  ].join("");
}

function parametersType(method: MethodModel): string {
  const { id, body, parameters, exactlyOneOf } = method;
  const name = methodTypes(method).parameters;
  const comment = `/** The parameters of \`${id}\`. */\n`;
  const bodyOf = (indent: string): string => (body === undefined ? "" : bodyField(method, indent));
  if (parameters.length === 0 && body === undefined) {
    // An empty interface would allow every key.
    return `${comment}export type ${name} = Record<string, never>;\n`;
  }
  if (exactlyOneOf === undefined) {
    const fields = parameters.map((parameter) => field(parameter, "  ", isOptional(parameter)));
    return `${comment}export interface ${name} {\n${fields.join("")}${bodyOf("  ")}}\n`;
  }
  const variants = exactlyOneOf.map((given) => {
    const fields = parameters.map((parameter) => {
      if (parameter.name === given) return field(parameter, "      ", false);
      return exactlyOneOf.includes(parameter.name)
        ? `      readonly ${propertyName(parameter.name)}?: never;\n`
        : field(parameter, "      ", isOptional(parameter));
    });
    return `  | {\n${fields.join("")}${bodyOf("      ")}    }`;
  });
  return `${comment}export type ${name} =\n${variants.join("\n")};\n`;
}

function field(parameter: ParameterModel, indent: string, optional: boolean): string {
  const { documentation, constraints, default: value, example, type, clientOption } = parameter;
  const notes = [
    constraints.join(" "),
    clientOption === undefined ? "" : `The client's option \`${clientOption}\` when absent.`,
  ];
  const comment = docComment(documentation, { notes, default: value, example }, indent);
  const key = `readonly ${propertyName(parameter.name)}`;
  return optional
    ? `${comment}${indent}${key}?: ${typeExpression(type)} | undefined;\n`
    : `${comment}${indent}${key}: ${typeExpression(type, "required")};\n`;
}

function bodyField({ body }: MethodModel, indent: string): string {
  if (body === undefined) return "";
  const { documentation, constraints, type, required } = body;
  const comment = docComment(documentation, { notes: [constraints.join(" ")] }, indent);
  const rest = required ? `: ${typeExpression(type)}` : `?: ${typeExpression(type)} | undefined`;
  return `${comment}${indent}readonly body${rest};\n`;
}

function resultType(method: MethodModel): string {
  const { id, first, results } = method;
  const name = methodTypes(method).result;
  const union = unionExpression(results);
  const expression =
    first === undefined
      ? union
      : itemExpression(first.item, results.length > 1 ? `(${union})` : union);
  const what =
    method.pagination === undefined
      ? `The result of \`${id}\`.`
      : `A page of \`${id}\`, as the server sends it.`;
  const comment = docComment({ description: what, unverified: method.unverifiedResult });
  return `${comment}export type ${name} = ${expression};\n`;
}

function itemType(method: MethodModel): string[] {
  if (method.pagination === undefined) return [];
  const { item, result } = methodTypes(method);
  const expression = itemExpression(method.pagination.item, result);
  return [`/** An item of \`${method.id}\`. */\nexport type ${item} = ${expression};\n`];
}

function errorsType(method: MethodModel, statuses: StatusNames): string {
  const members = method.errors.flatMap((error) =>
    error.types.length === 0 ? [] : [errorMember(error, method.errors, statuses)],
  );
  // Nothing is declared, and any status can come all the same.
  const union = members.length === 0 ? ["ApiError"] : members;
  const name = methodTypes(method).errors;
  const expression =
    union.length === 1 ? ` ${union.join("")}` : union.map((member) => `\n  | ${member}`).join("");
  return `/** The declared errors of \`${method.id}\`. */\nexport type ${name} =${expression};\n`;
}

function errorMember(
  { status, types }: ErrorModel,
  all: readonly ErrorModel[],
  statuses: StatusNames,
): string {
  return `ApiError<${errorStatuses(status, all, statuses)}, ${unionExpression(types)}>`;
}

/** The statuses that a key under `responses` stands for, those left out that have a key of their own. */
function errorStatuses(
  status: string,
  all: readonly ErrorModel[],
  { ClientErrorStatus, ErrorStatus, ServerErrorStatus }: StatusNames,
): string {
  const keys = all.map((error) => error.status);
  const inRange = (first: string): string[] =>
    keys.filter((key) => /^[0-9]+$/.test(key) && key.startsWith(first));
  switch (status) {
    case "4XX":
      return excluding(ClientErrorStatus, inRange("4"));
    case "5XX":
      return excluding(ServerErrorStatus, inRange("5"));
    case "default":
      return excluding(ErrorStatus, [
        ...(keys.includes("4XX") ? [ClientErrorStatus] : inRange("4")),
        ...(keys.includes("5XX") ? [ServerErrorStatus] : inRange("5")),
      ]);
    default:
      return status;
  }
}

function excluding(statuses: string, excluded: readonly string[]): string {
  return excluded.length === 0 ? statuses : `Exclude<${statuses}, ${excluded.join(" | ")}>`;
}

function schemaType({ component, typeName, documentation }: SchemaModel): string {
  const type: TypeReference = {
    kind: "path",
    root: "components",
    steps: [{ key: "schemas" }, { key: component }],
  };
  return `${docComment(documentation)}export type ${typeName} = ${typeExpression(type)};\n`;
}
