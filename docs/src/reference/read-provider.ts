import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Operation } from "@parley/runtime";
import { repositoryRoot } from "../repository-root.ts";
import { type Description, readDescription } from "./description.ts";
import { factsOf } from "./facts.ts";
import {
  type GeneratedMethod,
  readAliases,
  readErrorTypes,
  readGeneratedMethods,
} from "./generated-code.ts";
import { type JsonObject, listOf, namesOf, objectOf, textOf } from "./json.ts";
import { Expression } from "./literal.ts";
import type { DocumentedProvider } from "./providers.ts";
import type {
  BodyReference,
  CallReference,
  EventReference,
  MethodReference,
  ParameterReference,
  ProviderReference,
  RecordedExample,
  ResponseReference,
  TypeReference,
} from "./reference.ts";
import {
  type OutlineLimits,
  outlineSchema,
  type SchemaOutline,
  typeText,
} from "./schema-outline.ts";
import { slug } from "./slug.ts";
import { curlSnippet, methodSnippet, pathSnippet, type SnippetSubject } from "./snippets.ts";
import { typePage } from "./type-page.ts";
import { wireRequest } from "./wire-request.ts";

const HTTP_METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

// What a request takes is read before it is written, what comes back is seen by whoever prints it.
const REQUEST_LIMITS: OutlineLimits = { depth: 4, size: 110 };
const RESPONSE_LIMITS: OutlineLimits = { depth: 3, size: 70 };
const ERROR_LIMITS: OutlineLimits = { depth: 2, size: 15 };
const TYPE_LIMITS: OutlineLimits = { depth: 3, size: 90 };

/** An operation as the description has it. */
interface DescribedOperation {
  readonly httpMethod: string;
  readonly path: string;
  readonly pathItem: JsonObject;
  readonly operation: JsonObject;
}

/** Reads everything that the reference says of a provider. */
export async function readProvider(provider: DocumentedProvider): Promise<ProviderReference> {
  const require = createRequire(join(repositoryRoot, "docs", "package.json"));
  const description = readDescription(require(`@parley/${provider.name}/openapi.json`) as unknown);
  const { document } = description;
  const described = new Map(
    describedOperations(description).flatMap((operation) =>
      methodIds(operation.operation).map((id) => [id, operation] as const),
    ),
  );
  const sources: Sources = {
    provider,
    description,
    generated: readGeneratedMethods(provider.name),
    errorTypes: readErrorTypes(provider.name),
    aliases: readAliases(provider.name),
  };
  const methods = await Promise.all(
    provider.operations.map((descriptor) => {
      const operation = described.get(descriptor.id);
      if (operation === undefined) {
        throw new Error(`${provider.name}: ${descriptor.id} is not in its description.`);
      }
      return readMethod(sources, descriptor, operation);
    }),
  );
  const events = readEvents(sources);
  const info = objectOf(document["info"]);
  const tags = listOf(document["tags"]).map(objectOf);
  const tagOf = (id: string): string | undefined =>
    namesOf(described.get(id)?.operation["tags"])[0];
  return {
    name: provider.name,
    title: provider.title,
    factory: provider.factory,
    variable: provider.variable,
    credentials: provider.credentials,
    summary: textOf(info["summary"]) ?? "",
    description: textOf(info["description"]) ?? "",
    unverified: textOf(document["x-parley-unverified"]),
    servers: listOf(document["servers"]).map((server) => ({
      url: textOf(objectOf(server)["url"]) ?? "",
      description: textOf(objectOf(server)["description"]) ?? "",
    })),
    groups: tags
      .map((tag) => ({
        name: textOf(tag["name"]) ?? "",
        description: textOf(tag["description"]) ?? "",
        methods: methods.filter(({ id }) => tagOf(id) === tag["name"]),
      }))
      .filter((group) => group.methods.length > 0),
    methods,
    events,
    types: readTypes(description, provider.name, [
      ...methods.flatMap(outlinesOf),
      ...events.map(({ schema }) => schema),
    ]),
    operationCount: new Set(described.values()).size,
  };
}

interface Sources {
  readonly provider: DocumentedProvider;
  readonly description: Description;
  readonly generated: ReadonlyMap<string, GeneratedMethod>;
  readonly errorTypes: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly aliases: ReadonlyMap<string, string>;
}

function describedOperations(description: Description): readonly DescribedOperation[] {
  return Object.entries(objectOf(description.document["paths"])).flatMap(([path, written]) => {
    const pathItem = description.resolve(written).value;
    return HTTP_METHODS.filter((key) => key in pathItem).map((key) => ({
      httpMethod: key.toUpperCase(),
      path,
      pathItem,
      operation: objectOf(pathItem[key]),
    }));
  });
}

function methodIds(operation: JsonObject): readonly string[] {
  const rules = operation["x-parley-methods"];
  return rules === undefined ? [String(operation["operationId"])] : Object.keys(objectOf(rules));
}

async function readMethod(
  sources: Sources,
  descriptor: Operation,
  described: DescribedOperation,
): Promise<MethodReference> {
  const { provider, description } = sources;
  const { operation, pathItem } = described;
  const where = `${provider.name}: ${descriptor.id}`;
  const generated = sources.generated.get(slug(descriptor.id));
  if (generated === undefined) throw new Error(`${where} is not in the generated client.`);
  const rule = objectOf(objectOf(operation["x-parley-methods"])[descriptor.id]);
  const written = [...listOf(pathItem["parameters"]), ...listOf(operation["parameters"])].map(
    (parameter) => description.resolve(parameter).value,
  );
  const parameters = [...new Map(written.map((one) => [one["name"], one])).values()].filter(
    ({ name }) => typeof name === "string" && name in (descriptor.parameters ?? {}),
  );
  const isList = generated.kind.endsWith("ListMethod");
  const body = readBody(description, operation, rule, descriptor);
  const files = new Set(
    body?.schema.properties.filter(({ schema }) => schema.isFile).map(({ name }) => name),
  );
  const exactlyOneOf = descriptor.exactlyOneOf ?? [];
  const required = new Set(descriptor.required);
  const clientParameters = objectOf(description.document["x-parley-client-parameters"]);

  const parameterReferences = parameters.map((parameter): ParameterReference => {
    const name = String(parameter["name"]);
    const schema = parameter["schema"] ?? firstContent(parameter)?.[1]["schema"];
    const outline = outlineSchema(description, schema, ERROR_LIMITS);
    const option = textOf(objectOf(clientParameters[name])["option"]);
    return {
      name,
      in: String(parameter["in"]),
      isRequired: required.has(name) && option === undefined,
      option,
      schema: {
        ...outline,
        description: textOf(parameter["description"]) ?? outline.description,
        unverified: textOf(parameter["x-parley-unverified"]) ?? outline.unverified,
        isDeprecated: parameter["deprecated"] === true || outline.isDeprecated,
      },
    };
  });
  const responses = readResponses(sources, operation, generated);
  const subject = {
    provider,
    operation: descriptor,
    isList,
    isVoid: descriptor.response === "none",
  };
  const values = (chosen: readonly JsonObject[]): Record<string, unknown> =>
    Object.fromEntries(
      chosen.map((parameter) => [String(parameter["name"]), exampleOf(description, parameter)]),
    );
  const isMinimal = (name: string): boolean => required.has(name) || name === exactlyOneOf[0];
  const minimal = parameters.filter(({ name }) => isMinimal(String(name)));
  // Of parameters that exclude each other a full call has the first; those that page come by themselves.
  const full = parameters.filter(
    ({ name }) =>
      !exactlyOneOf.slice(1).includes(String(name)) && !isCursor(descriptor, String(name)),
  );
  const [leastBody, mostBody] = bodyExamples(description, operation, rule);
  const calls = [
    {
      name: "minimal",
      parameters: {
        ...values(minimal),
        ...(body?.isRequired === true && leastBody !== undefined ? { body: leastBody.value } : {}),
      },
    },
    {
      name: "full",
      parameters: {
        ...values(full),
        ...(mostBody === undefined ? {} : { body: mostBody.value }),
      },
    },
  ];
  const different = calls.filter(
    (call, index) =>
      index === 0 || JSON.stringify(call.parameters) !== JSON.stringify(calls[0]?.parameters),
  );

  return {
    id: descriptor.id,
    slug: slug(descriptor.id),
    page: `/reference/${provider.name}/${slug(descriptor.id)}/`,
    call: `${provider.variable}.${descriptor.id}`,
    signature: signatureOf(provider, descriptor, generated),
    httpMethod: descriptor.method,
    path: descriptor.path,
    summary: textOf(rule["summary"]) ?? textOf(operation["summary"]) ?? descriptor.id,
    description: textOf(rule["description"]) ?? textOf(operation["description"]) ?? "",
    isDeprecated: operation["deprecated"] === true,
    parameters: parameterReferences,
    exactlyOneOf,
    body,
    responses,
    facts: factsOf(descriptor, generated, objectOf(description.document["x-parley-rate-limits"])),
    unverified: unverifiedOf(description, [pathItem, operation, operation["requestBody"]]),
    calls: await Promise.all(
      different.map((call) => readCall(subject, clientParameters, call, files)),
    ),
  };
}

async function readCall(
  subject: SnippetSubject,
  clientParameters: JsonObject,
  { name, parameters }: Pick<CallReference, "name" | "parameters">,
  files: ReadonlySet<string>,
): Promise<CallReference> {
  const { provider, operation } = subject;
  const fromCaller = Object.fromEntries(
    Object.entries(parameters).filter(([parameter]) => !(parameter in clientParameters)),
  );
  const isForm = operation.body === "multipart/form-data";
  const code = new Expression(`new File([bytes], "${FILE.name}", { type: "${FILE.type}" })`);
  const inCode = isForm ? withFiles(fromCaller, files, code) : fromCaller;
  return {
    name,
    parameters: fromCaller,
    method: methodSnippet(subject, inCode),
    path: pathSnippet(subject, isForm ? { ...parameters, ...inCode } : parameters),
    curl: curlSnippet(
      await wireRequest(
        provider,
        operation.id,
        isForm
          ? withFiles(fromCaller, files, new File(["…"], FILE.name, { type: FILE.type }))
          : fromCaller,
      ),
    ),
  };
}

const FILE = { name: "photo.jpg", type: "image/jpeg" };

/** The parameters with something else for every file in their body. */
function withFiles(
  parameters: Readonly<Record<string, unknown>>,
  files: ReadonlySet<string>,
  file: unknown,
): Record<string, unknown> {
  const body = Object.entries(objectOf(parameters["body"])).map(
    ([name, value]) => [name, files.has(name) ? file : value] as const,
  );
  return { ...parameters, body: Object.fromEntries(body) };
}

function signatureOf(
  provider: DocumentedProvider,
  descriptor: Operation,
  { kind, types }: GeneratedMethod,
): string {
  const [parameters = "", result = "", body = ""] = types;
  const mark = kind.startsWith("Optional") ? "?" : "";
  const isList = kind.endsWith("ListMethod");
  const options = isList ? `ListOptions<${result}, ${body}>` : "CallOptions";
  const promise = isList ? `PagePromise<${result}, ${body}>` : `ApiPromise<${result}>`;
  return `${provider.variable}.${descriptor.id}(\n  parameters${mark}: ${parameters},\n  options?: ${options},\n): ${promise}`;
}

function readBody(
  description: Description,
  operation: JsonObject,
  rule: JsonObject,
  descriptor: Operation,
): BodyReference | undefined {
  if (descriptor.body === undefined) return undefined;
  const body = description.resolve(operation["requestBody"]).value;
  const [mediaType, content] = firstContent(body) ?? [descriptor.body, {}];
  return {
    mediaType,
    description: textOf(body["description"]) ?? "",
    isRequired: descriptor.required?.includes("body") === true,
    schema: outlineSchema(description, bodySchema(rule, content), REQUEST_LIMITS),
  };
}

function bodySchema(rule: JsonObject, content: JsonObject): unknown {
  const narrower = textOf(rule["body"]);
  return narrower === undefined ? content["schema"] : { $ref: narrower };
}

/** The smallest and the largest of the bodies that the method can send. */
function bodyExamples(
  description: Description,
  operation: JsonObject,
  rule: JsonObject,
): readonly ({ readonly name: string; readonly value: unknown } | undefined)[] {
  const body = description.resolve(operation["requestBody"]).value;
  const content = firstContent(body)?.[1];
  if (content === undefined) return [];
  const schema = bodySchema(rule, content);
  const fitting = examplesOf(description, content).filter(({ value }) =>
    description.fits(schema, value),
  );
  const named = (name: string): (typeof fitting)[number] | undefined =>
    fitting.find((example) => example.name === name);
  return [named("minimal") ?? fitting[0], named("full") ?? fitting[0]];
}

function isCursor({ pagination }: Operation, name: string): boolean {
  return pagination !== undefined && pagination.parameter === name;
}

function exampleOf(description: Description, parameter: JsonObject): unknown {
  if ("example" in parameter) return parameter["example"];
  const [named] = examplesOf(description, parameter);
  if (named !== undefined) return named.value;
  const [, content] = firstContent(parameter) ?? [];
  const [inContent] = content === undefined ? [] : examplesOf(description, content);
  if (inContent !== undefined) return inContent.value;
  const { value: schema } = description.resolve(parameter["schema"]);
  const [first] = listOf(schema["examples"]);
  if (first !== undefined) return first;
  const { value: items } = description.resolve(schema["items"]);
  const [known] = [
    ...listOf(schema["enum"]),
    ...listOf(schema["x-parley-open-enum"]),
    ...("default" in schema ? [schema["default"]] : []),
  ];
  if (known !== undefined) return known;
  const [item] = [
    ...listOf(items["examples"]),
    ...listOf(items["enum"]),
    ...listOf(items["x-parley-open-enum"]),
  ];
  if (item !== undefined) return [item];
  switch (schema["type"]) {
    case "boolean":
      return true;
    case "integer":
    case "number":
      return schema["minimum"] ?? 10;
    default:
      return "example";
  }
}

function readResponses(
  { description, errorTypes, aliases }: Sources,
  operation: JsonObject,
  { types }: GeneratedMethod,
): readonly ResponseReference[] {
  const errors = errorTypes.get(types.at(-1) ?? "");
  const resultType = types.at(-2) ?? "unknown";
  return Object.entries(objectOf(operation["responses"])).map(([status, written]) => {
    const response = description.resolve(written).value;
    const [mediaType, content] = firstContent(response) ?? [];
    const isSuccess = status.startsWith("2");
    const bodyType =
      errors?.get(status) ??
      (content === undefined ? "undefined" : bodyTypeOf(description, mediaType, content));
    const success = content === undefined ? "void" : (aliases.get(resultType) ?? resultType);
    return {
      status,
      isSuccess,
      type: isSuccess ? success : `ApiError<${status}, ${bodyType}>`,
      description: textOf(response["description"]) ?? "",
      unverified: textOf(response["x-parley-unverified"]),
      schema:
        content?.["schema"] === undefined
          ? undefined
          : outlineSchema(
              description,
              content["schema"],
              isSuccess ? RESPONSE_LIMITS : ERROR_LIMITS,
            ),
      examples:
        content === undefined
          ? [{ name: "empty", status: numericStatus(status), contentType: "", body: undefined }]
          : examplesOf(description, content).map(({ name, value }): RecordedExample => ({
              name,
              status: numericStatus(status),
              contentType: mediaType ?? "application/json",
              body: value,
            })),
    };
  });
}

function bodyTypeOf(
  description: Description,
  mediaType: string | undefined,
  content: JsonObject,
): string {
  return mediaType?.includes("json") === true ? typeText(description, content["schema"]) : "string";
}

/** `5XX` stands for a range; an answer has one status of it. */
function numericStatus(status: string): number {
  const number = Number(status.replace(/XX$/i, "00"));
  return Number.isInteger(number) ? number : 500;
}

function firstContent(of: JsonObject): readonly [string, JsonObject] | undefined {
  const [first] = Object.entries(objectOf(of["content"]));
  return first === undefined ? undefined : [first[0], objectOf(first[1])];
}

function examplesOf(
  description: Description,
  content: JsonObject,
): readonly { readonly name: string; readonly value: unknown }[] {
  const named = Object.entries(objectOf(content["examples"])).map(([name, example]) => ({
    name,
    value: description.resolve(example).value["value"],
  }));
  return "example" in content ? [{ name: "example", value: content["example"] }, ...named] : named;
}

function unverifiedOf(description: Description, places: readonly unknown[]): readonly string[] {
  const texts = places.map((place) =>
    textOf(description.resolve(place).value["x-parley-unverified"]),
  );
  return [...new Set(texts.filter((text) => text !== undefined))];
}

function readEvents({ provider, description }: Sources): readonly EventReference[] {
  return Object.entries(objectOf(description.document["webhooks"])).map(([name, written]) => {
    const item = description.resolve(written).value;
    const post = objectOf(item["post"]);
    const body = description.resolve(post["requestBody"]).value;
    const [, content] = firstContent(body) ?? ["", {}];
    const payload = description.resolve(content["schema"]);
    return {
      name,
      slug: slug(name),
      page: `/reference/${provider.name}/events/${slug(name)}/`,
      summary: textOf(post["summary"]) ?? name,
      description: textOf(post["description"]) ?? "",
      unverified: unverifiedOf(description, [item, post, body, content["schema"]]),
      payloadType: payload.name ?? "unknown",
      schema: outlineSchema(description, content["schema"], REQUEST_LIMITS),
      samples: [
        ...examplesOf(description, content).map((example) => ({
          title: words(example.name),
          body: example.value,
        })),
        ...readSamples(provider.name, name),
      ],
      handler: handlerSnippet(provider, name, objectOf(description.document["x-parley-webhooks"])),
    };
  });
}

/** What was written from the sources beside the description. */
function readSamples(provider: string, event: string): EventReference["samples"] {
  const folder = join(repositoryRoot, "specs", provider, "samples", "webhooks");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => objectOf(JSON.parse(readFileSync(join(folder, file), "utf8"))))
    .filter(({ webhook }) => webhook === event)
    .map((sample) => ({
      // A number leads to a section of the provider's README, which is not on this site.
      title: (textOf(sample["fact"]) ?? event).replace(/ \(README[^)]*\)$/, ""),
      body: sample["body"],
    }));
}

function handlerSnippet(provider: DocumentedProvider, event: string, rules: JsonObject): string {
  const isSigned = rules["verification"] !== "none";
  const secret = `${provider.name.replaceAll("-", "_").toUpperCase()}_WEBHOOK_SECRET`;
  return [
    `import { webhooks } from "@parley/${provider.name}";`,
    "",
    "export async function receive(request: Request): Promise<Response> {",
    "  const event = await webhooks.unwrap({",
    "    body: new Uint8Array(await request.arrayBuffer()),",
    "    headers: request.headers,",
    ...(isSigned ? [`    secret: process.env.${secret} ?? "",`] : []),
    "  });",
    `  if (event.type === ${JSON.stringify(event)}) console.log(event);`,
    "  return new Response(null, { status: 204 });",
    "}",
    "",
  ].join("\n");
}

/** `firstPage` as people write it. */
function words(name: string): string {
  const text = name.replaceAll(/([a-z\d])([A-Z])/g, "$1 $2").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function outlinesOf(method: MethodReference): readonly SchemaOutline[] {
  return [
    ...method.parameters.map(({ schema }) => schema),
    ...(method.body === undefined ? [] : [method.body.schema]),
    ...method.responses.flatMap(({ schema }) => (schema === undefined ? [] : [schema])),
  ];
}

/** The types that pages leave to pages of their own, and those that these in turn do. */
function readTypes(
  description: Description,
  provider: string,
  outlines: readonly SchemaOutline[],
): readonly TypeReference[] {
  const found = new Map<string, TypeReference>();
  const visit = (outline: SchemaOutline): void => {
    const name = outline.page;
    if (name !== undefined && !found.has(name)) {
      const schema = outlineSchema(
        description,
        { $ref: `#/components/schemas/${name}` },
        TYPE_LIMITS,
      );
      found.set(name, { name, page: typePage(provider, name), schema });
      visit(schema);
    }
    for (const { schema } of outline.properties) visit(schema);
    for (const variant of outline.variants) visit(variant);
  };
  for (const outline of outlines) visit(outline);
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}
