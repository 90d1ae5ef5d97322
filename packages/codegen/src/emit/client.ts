import type {
  ClientParameterModel,
  MethodModel,
  Model,
  ProviderModel,
  RateLimitModel,
} from "../model/model.js";
import { pascalCase } from "../model/names.js";
import { docComment, plainText } from "./doc-comment.js";
import { header } from "./header.js";
import { importTypes } from "./imports.js";
import { propertyName, stringLiteral } from "./literal.js";
import { rootsOf, typeExpression } from "./type-expression.js";
import { isCallableWithoutParameters, methodTypes } from "./types.js";

/** What a resource holds: methods, and resources of its own. */
interface Resource {
  readonly path: string;
  /** The name of its interface. */
  readonly typeName: string;
  readonly methods: Map<string, MethodModel>;
  readonly resources: Map<string, Resource>;
}

/** `client.ts`: the resources with their methods, and the client's options. */
export function emitClient(model: Model): string {
  const { provider, methods } = model;
  const root = resourceTree(methods);
  const interfaces = [...root.resources.values()].flatMap((resource) =>
    resourceInterfaces(resource, provider),
  );
  const optionTypes = provider.clientParameters.map(({ type }) => type);
  const roots = rootsOf(optionTypes);
  const components = optionTypes.flatMap((type) =>
    type.kind === "component" ? [type.typeName] : [],
  );
  const named = methods.flatMap((method) => {
    const { parameters, result, item, errors } = methodTypes(method);
    return [parameters, result, errors, ...(method.pagination === undefined ? [] : [item])];
  });
  return [
    header(provider.name),
    importTypes(methods.map(methodKind), "@parley/runtime"),
    importTypes(roots, "./schema.js"),
    importTypes([...named, ...components], "./types.js"),
    "\n",
    [...interfaces, resourcesInterface(root, provider), serverOptions(provider)].join("\n"),
  ].join("");
}

function resourceTree(methods: readonly MethodModel[]): Resource {
  const typeNames = new Set<string>();
  const root: Resource = { path: "", typeName: "", methods: new Map(), resources: new Map() };
  for (const method of methods) {
    const segments = method.id.split(".");
    const name = segments.pop() ?? "";
    let resource = root;
    for (const segment of segments) {
      const path = resource.path === "" ? segment : `${resource.path}.${segment}`;
      const inner = resource.resources.get(segment) ?? {
        path,
        typeName: freeName(`${pascalCase(path)}Resource`, typeNames),
        methods: new Map(),
        resources: new Map(),
      };
      resource.resources.set(segment, inner);
      typeNames.add(inner.typeName.toLowerCase());
      resource = inner;
    }
    resource.methods.set(name, method);
  }
  return root;
}

function resourceInterfaces(resource: Resource, provider: ProviderModel): string[] {
  const methods = [...resource.methods].map(
    ([name, method]) => `${methodComment(method, provider)}${methodField(name, method)}`,
  );
  const resources = [...resource.resources].map(([name, inner]) =>
    resourceField(name, inner, provider),
  );
  const body = [...methods, ...resources].join("\n");
  const description = provider.resources.get(resource.path);
  return [
    `${docComment({ description: description ?? `The methods of \`${resource.path}\`.` })}export interface ${interfaceName(resource)} {\n${body}}\n`,
    ...[...resource.resources.values()].flatMap((inner) => resourceInterfaces(inner, provider)),
  ];
}

function resourcesInterface(root: Resource, provider: ProviderModel): string {
  const resources = [...root.resources].map(([name, resource]) =>
    resourceField(name, resource, provider),
  );
  const comment = `/** The resources of ${commentName(provider)}. */\n`;
  return `${comment}export interface ${provider.typeName}Resources {\n${resources.join("\n")}}\n`;
}

function resourceField(name: string, resource: Resource, provider: ProviderModel): string {
  const description = provider.resources.get(resource.path);
  const comment = docComment({ description }, {}, "  ");
  return `${comment}  readonly ${propertyName(name)}: ${interfaceName(resource)};\n`;
}

function interfaceName({ typeName }: Resource): string {
  return typeName;
}

/** `rooms.devices` and `roomsDevices` are two resources, and would have one name. */
function freeName(name: string, used: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; used.has(free.toLowerCase()); number++) free = `${name}${number}`;
  return free;
}

function methodKind(method: MethodModel): string {
  const list = method.pagination === undefined ? "" : "List";
  return `${isCallableWithoutParameters(method) ? "Optional" : ""}${list}Method`;
}

function methodField(name: string, method: MethodModel): string {
  const { parameters, result, item, errors } = methodTypes(method);
  const types = [parameters, ...(method.pagination === undefined ? [] : [item]), result, errors];
  const start = `  readonly ${propertyName(name)}: ${methodKind(method)}<`;
  const line = `${start}${types.join(", ")}>;`;
  if (line.length <= 100) return `${line}\n`;
  return `${start}\n${types.map((type) => `    ${type}`).join(",\n")}\n  >;\n`;
}

/** What a method does, how often it may be called, and what may go wrong. */
function methodComment(method: MethodModel, provider: ProviderModel): string {
  const { httpMethod, path, link, errors } = method;
  const statuses = errors.map(({ status }) => status);
  const facts = [
    `- Request: \`${httpMethod} ${path}\``,
    ...(method.pagination === undefined
      ? []
      : ["- Pages: `await` gives the first one, `for await` every item of all of them."]),
    ...method.rateLimits.flatMap((name) => {
      const limit = provider.rateLimits[name];
      return limit === undefined ? [] : [`- Limit: ${limitText(limit)} (\`${name}\`).`];
    }),
    method.isSafe
      ? "- Retries: after any failure that may pass, as repeating it does no harm."
      : "- Retries: only when the server cannot have acted on the request.",
    ...(method.timeout === undefined
      ? []
      : [`- Timeout: ${duration(method.timeout)} for an attempt.`]),
    ...(statuses.length === 0 ? [] : [`- Declared errors: ${statuses.join(", ")}.`]),
  ];
  return docComment(
    method.documentation,
    { notes: [facts.join("\n")], ...(link === undefined ? {} : { see: link }) },
    "  ",
  );
}

function limitText({ requests, interval, concurrency }: RateLimitModel): string {
  return [
    ...(requests === undefined || interval === undefined
      ? []
      : [`${requests} ${requests === 1 ? "request" : "requests"} in ${duration(interval)}`]),
    ...(concurrency === undefined ? [] : [`${concurrency} at once`]),
  ].join(", ");
}

const UNITS = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1000, "second"],
] as const;

/** Milliseconds in the largest unit that divides them. */
function duration(milliseconds: number): string {
  for (const [size, unit] of UNITS) {
    if (milliseconds % size !== 0) continue;
    const number = milliseconds / size;
    return number === 1 ? `1 ${unit}` : `${number} ${unit}s`;
  }
  return `${milliseconds} ms`;
}

function serverOptions(provider: ProviderModel): string {
  const { servers, variables, clientParameters } = provider;
  const environments = servers.filter(({ isEnvironment }) => isEnvironment);
  const fields = [
    ...(environments.length === 0 ? [] : [environmentOption(environments)]),
    ...variables.map((variable) => {
      const comment = docComment(
        {
          description:
            variable.description ?? `The variable \`${variable.name}\` of the server's URL.`,
        },
        { default: variable.default },
        "  ",
      );
      const type = variable.enum?.map(stringLiteral).join(" | ") ?? "string";
      return `${comment}  readonly ${propertyName(variable.name)}?: ${type} | undefined;\n`;
    }),
    ...clientParameters.map(clientParameterOption),
  ];
  const comment = `/** Where a client of ${commentName(provider)} sends its requests, and what it adds to each. */\n`;
  const name = `${provider.typeName}ServerOptions`;
  return fields.length === 0
    ? `${comment}export type ${name} = Readonly<Record<never, never>>;\n`
    : `${comment}export interface ${name} {\n${fields.join("\n")}}\n`;
}

function environmentOption(environments: ProviderModel["servers"]): string {
  const lines = environments.map(
    ({ name, url, description }) =>
      `- \`${name}\`: ${url}${description === undefined ? "" : ` (${description.trim().replace(/\.$/, "")})`}`,
  );
  const comment = docComment(
    { description: "The environment to talk to." },
    { notes: [lines.join("\n")], ...(environments[0] && { default: environments[0].name }) },
    "  ",
  );
  const type = environments.map(({ name }) => stringLiteral(name)).join(" | ");
  return `${comment}  readonly environment?: ${type} | undefined;\n`;
}

function clientParameterOption(parameter: ClientParameterModel): string {
  const { name, option, environmentVariable, type, documentation, constraints } = parameter;
  const notes = [
    constraints.join(" "),
    `Given as \`${name}\` with every request that has such a parameter, unless the call gives another.`,
    ...(environmentVariable === undefined
      ? []
      : [`Read from the environment variable \`${environmentVariable}\` when absent.`]),
  ];
  const comment = docComment(documentation, { notes }, "  ");
  return `${comment}  readonly ${propertyName(option)}?: ${typeExpression(type)} | undefined;\n`;
}

function commentName({ title }: ProviderModel): string {
  return plainText(title).replaceAll("\n", " ");
}
