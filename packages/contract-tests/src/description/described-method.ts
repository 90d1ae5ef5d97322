import type { Description } from "./description.js";
import { child, namesOf, objectOf, textOf } from "./json.js";

/** A parameter as the description has it. */
export interface DescribedParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** It has `content` in place of a schema, and is written as JSON. */
  readonly isJson: boolean;
  /** The pointer to its schema. */
  readonly schema: string;
  /** Its examples: its own, or its schema's. */
  readonly examples: readonly unknown[];
}

/** What a request or an answer may hold: one media type. */
interface DescribedContent {
  readonly mediaType: string;
  /** The pointer to the schema; undefined where there is none. */
  readonly schema: string | undefined;
  readonly examples: Readonly<Record<string, unknown>>;
}

/** What a method takes as its body. */
interface DescribedBody extends DescribedContent {
  readonly required: boolean;
  /** The schema of the operation, where that of the method is narrower. */
  readonly operationSchema: string | undefined;
}

/** A declared answer. */
interface DescribedResponse {
  /** A status, a range (`5XX`), or `default`. */
  readonly status: string;
  readonly contents: readonly DescribedContent[];
}

/** A method as the description has it, read without the generator or the runtime. */
export interface DescribedMethod {
  /** `contacts.get`. */
  readonly id: string;
  readonly operationId: string;
  /** `GET`. */
  readonly httpMethod: string;
  readonly path: string;
  readonly parameters: readonly DescribedParameter[];
  readonly exactlyOneOf: readonly string[];
  readonly body: DescribedBody | undefined;
  readonly responses: readonly DescribedResponse[];
  /** The status of a success, unless another one is asked for. */
  readonly successStatus: string | undefined;
  /** `x-parley-pagination`; undefined where the method gives one object. */
  readonly pagination: DescribedPagination | undefined;
  /** The result is the first item of the array here. */
  readonly first: string | undefined;
  /** The result of a success without a body. */
  readonly emptyResult: unknown;
}

/** How a list is walked. Pointers are into the body of the answer. */
export interface DescribedPagination {
  readonly items: string;
  /** What a walk can be resumed with. */
  readonly parameter: string | undefined;
  readonly isInBody: boolean;
}

const HTTP_METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** The pointers to all operations of a description. */
export function operationPointers(description: Description): readonly string[] {
  return Object.keys(description.object("/paths")).flatMap((path) => {
    const item = child("/paths", path);
    return Object.keys(description.object(item))
      .filter((key) => HTTP_METHODS.includes(key))
      .map((key) => child(description.follow(item), key));
  });
}

/** Every method that a description gives to a consumer. */
export function describedMethods(description: Description): readonly DescribedMethod[] {
  return Object.keys(description.object("/paths")).flatMap((path) => {
    const item = description.follow(child("/paths", path));
    return HTTP_METHODS.filter((key) => key in description.object(item)).flatMap((key) =>
      readOperation(description, path, item, key),
    );
  });
}

function readOperation(
  description: Description,
  path: string,
  item: string,
  key: string,
): readonly DescribedMethod[] {
  const pointer = child(item, key);
  const operation = description.object(pointer);
  const operationId = String(operation["operationId"]);
  const rules = objectOf(operation["x-parley-methods"] ?? { [operationId]: {} });
  const shared = readParameters(description, item);
  const own = readParameters(description, pointer);
  const parameters = [
    ...shared.filter(({ name }) => !own.some((parameter) => parameter.name === name)),
    ...own,
  ];
  const responses = readResponses(description, pointer);
  const pagination = readPagination(operation["x-parley-pagination"]);

  return Object.entries(rules).map(([id, written]) => {
    const rule = objectOf(written);
    const names = rule["parameters"] === undefined ? undefined : namesOf(rule["parameters"]);
    const first = textOf(rule["first"]);
    return {
      id,
      operationId,
      httpMethod: key.toUpperCase(),
      path,
      parameters: parameters.filter(
        ({ name, in: place }) => names === undefined || place === "path" || names.includes(name),
      ),
      exactlyOneOf: namesOf(rule["exactlyOneOf"]),
      body: readBody(description, pointer, rule["body"]),
      responses,
      successStatus: textOf(rule["status"]) ?? lowestSuccess(responses),
      pagination: first === undefined ? pagination : undefined,
      first,
      emptyResult: operation["x-parley-empty-result"],
    };
  });
}

function lowestSuccess(responses: readonly DescribedResponse[]): string | undefined {
  return responses
    .map(({ status }) => status)
    .filter((status) => /^2\d\d$/.test(status))
    .toSorted()[0];
}

function readParameters(description: Description, pointer: string): readonly DescribedParameter[] {
  const written = description.object(pointer)["parameters"];
  return (Array.isArray(written) ? written : []).map((_, index) => {
    const parameterPointer = description.follow(child(pointer, "parameters", index));
    const parameter = description.object(parameterPointer);
    const place = String(parameter["in"]);
    const style = textOf(parameter["style"]) ?? (place === "query" ? "form" : "simple");
    const [content] = readContents(description, parameterPointer);
    const schema = content?.schema ?? child(parameterPointer, "schema");
    return {
      name: String(parameter["name"]),
      in: place,
      required: parameter["required"] === true,
      style,
      explode: Boolean(parameter["explode"] ?? style === "form"),
      allowReserved: Boolean(parameter["allowReserved"] ?? parameter["x-parley-allow-reserved"]),
      isJson: content !== undefined,
      schema,
      examples: Object.values(
        content?.examples ?? parameterExamples(description, parameterPointer),
      ),
    };
  });
}

function parameterExamples(description: Description, pointer: string): readonly unknown[] {
  const parameter = description.object(pointer);
  if ("example" in parameter) return [parameter["example"]];
  const named = Object.values(readExamples(description, pointer));
  if (named.length > 0) return named;
  const schema = description.object(child(pointer, "schema"));
  return Array.isArray(schema["examples"]) ? schema["examples"] : [];
}

function readBody(
  description: Description,
  operation: string,
  narrower: unknown,
): DescribedBody | undefined {
  if (!("requestBody" in description.object(operation))) return undefined;
  const pointer = description.follow(child(operation, "requestBody"));
  const [content] = readContents(description, pointer);
  if (content === undefined) return undefined;
  return {
    ...content,
    schema: textOf(narrower)?.slice(1) ?? content.schema,
    operationSchema: content.schema,
    required: description.object(pointer)["required"] === true,
  };
}

function readResponses(description: Description, operation: string): readonly DescribedResponse[] {
  const pointer = child(operation, "responses");
  return Object.keys(description.object(pointer)).map((status) => ({
    status,
    contents: readContents(description, description.follow(child(pointer, status))),
  }));
}

function readContents(description: Description, pointer: string): readonly DescribedContent[] {
  return Object.keys(objectOf(description.object(pointer)["content"])).map((mediaType) => {
    const content = child(pointer, "content", mediaType);
    return {
      mediaType,
      schema: "schema" in description.object(content) ? child(content, "schema") : undefined,
      examples: readExamples(description, content),
    };
  });
}

function readExamples(description: Description, pointer: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(objectOf(description.object(pointer)["examples"])).map((name) => [
      name,
      description.object(child(pointer, "examples", name))["value"],
    ]),
  );
}

function readPagination(written: unknown): DescribedPagination | undefined {
  if (written === undefined) return undefined;
  const { items, parameter, in: place } = objectOf(written);
  return {
    items: String(items),
    parameter: textOf(parameter),
    isInBody: place === "body",
  };
}
