import type { MethodModel, Model, ParameterModel } from "../model/model.js";
import { header } from "./header.js";
import { literal, type Data } from "./literal.js";

/** `operations.ts`: the descriptors by which the runtime runs the methods. */
export function emitOperations({ provider, methods }: Model): string {
  const constants = methods.map((method) => {
    const start = `export const ${method.constantName}: Operation = `;
    return `${start}${literal(descriptor(method), "", start.length + 1)};\n`;
  });
  const list = "export const operations: readonly Operation[] = ";
  const names = methods.map(({ constantName }) => `  ${constantName},\n`).join("");
  return [
    header(provider.name),
    'import type { Operation } from "@parley/runtime";\n\n',
    constants.map((constant) => `${constant}\n`).join(""),
    `/** Every method, in the order of the description. */\n${list}[\n${names}];\n`,
  ].join("");
}

/** A method's data, in the order of the runtime's `Operation`; what is the default is left out. */
function descriptor(method: MethodModel): Data {
  const { parameters, body, errors } = method;
  const required = [
    ...parameters.filter((parameter) => parameter.required).map(({ name }) => name),
    ...(body?.required === true ? ["body"] : []),
  ];
  // A success that reads as a failure has no error status.
  const declared = errors.filter(({ status }) => !status.startsWith("2"));
  return {
    id: method.id,
    method: method.httpMethod,
    path: method.path,
    server: method.server,
    parameters: record(parameters.map((parameter) => [parameter.name, place(parameter)])),
    required: unlessEmpty(required),
    exactlyOneOf: method.exactlyOneOf,
    body: body?.mediaType,
    response: method.response === "json" ? undefined : method.response,
    errors: record(declared.map(({ status, reading }) => [status, reading])),
    pagination: method.pagination?.rules,
    rateLimits: unlessEmpty(method.rateLimits),
    retry: method.retry === undefined ? undefined : { ...method.retry },
    timeout: method.timeout,
    first: method.first?.pointer,
    emptyResult: method.emptyResult,
    failure: method.failure === undefined ? undefined : { ...method.failure },
  };
}

function place(parameter: ParameterModel): Data {
  const { style, explode, allowReserved, json, prefixes } = parameter;
  const details: Data = {
    in: parameter.in,
    style,
    explode,
    allowReserved: allowReserved || undefined,
    json: json || undefined,
    prefixes,
  };
  const isPlain = Object.values(details).filter((value) => value !== undefined).length === 1;
  return isPlain ? parameter.in : details;
}

function record(entries: readonly (readonly [string, Data])[]): Data | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function unlessEmpty(items: readonly string[]): Data | undefined {
  return items.length === 0 ? undefined : items;
}
