import { childPointer, type Pointer } from "../description/json-pointer.js";
import type { MediaType, Named, Operation, Response, Schema } from "../description/openapi.js";
import { resolve } from "../description/references.js";
import { isValid } from "./is-valid.js";
import { readingOf, type Content } from "./media-types.js";
import { distinctTypes, typeOfSchema, type ModelContext } from "./model-context.js";
import type { ErrorModel, ResponseKind, TypeReference, TypeStep } from "./model.js";
import type { LocatedOperation } from "./parameters.js";

/** A response of an operation. */
export interface LocatedResponse {
  /** The key under `responses`. */
  readonly status: string;
  readonly response: Response;
  readonly pointer: Pointer;
}

/** What a success gives. */
export interface ResultModel {
  readonly types: readonly TypeReference[];
  readonly kind: ResponseKind;
  /** What about the successes could not be verified. */
  readonly unverified: string | undefined;
  /** The schemas of the JSON bodies, for pointers into them. */
  readonly schemas: readonly { readonly schema: Schema; readonly pointer: Pointer }[];
}

/** The responses of an operation, by what their keys say of them. */
export interface OperationResponses {
  readonly successes: readonly LocatedResponse[];
  readonly failures: readonly LocatedResponse[];
}

/** The responses of an operation, sorted into successes and failures. */
export function responsesOf(
  { document, report, warn }: ModelContext,
  { operation, pointer }: LocatedOperation,
): OperationResponses {
  const responses = Object.entries(operation.responses ?? {}).flatMap(
    ([status, written]): LocatedResponse[] => {
      const place = childPointer(pointer, "responses", status);
      const response = resolve(document, written, place);
      if (!/^([1-5][0-9]{2}|[1-5]XX|default)$/.test(status)) {
        report(
          place,
          `"${status}" is no status: write one such as "404", a range such as "4XX", or "default".`,
        );
        return [];
      }
      if (status === "3XX") {
        report(
          place,
          'The range "3XX" says too little: name the redirects that reach a caller, such as "304".',
        );
        return [];
      }
      if (status.startsWith("1")) {
        // RFC 9110, section 15.2: an answer that is no final one never reaches a caller.
        warn(place, `The interim response "${status}" is left out: fetch passes none on.`);
        return [];
      }
      return response === undefined ? [] : [{ status, response: response.value, pointer: place }];
    },
  );
  const explicit = responses.filter(({ status }) => status.startsWith("2"));
  const failures = responses.filter(({ status }) => /^[345d]/.test(status));
  // Where no success is named, `default` stands for those too.
  const successes =
    explicit.length > 0 ? explicit : responses.filter(({ status }) => status === "default");
  if (successes.length === 0) {
    warn(
      childPointer(pointer, "responses"),
      'No success is described, so the method gives nothing: add the response of "200" or of another status that starts with 2.',
    );
  }
  return { successes, failures };
}

/** The result of a method: what its successes have in their bodies. */
export function resultOf(
  context: ModelContext,
  { id, operation, pointer }: LocatedOperation,
  successes: readonly LocatedResponse[],
  isEmptyAfterRetry: boolean,
): ResultModel {
  const bodies = successes.map(({ status, response, pointer: place }) => {
    const content = responseContent(response.content);
    const others = Object.keys(response.content ?? {}).filter((name) => name !== content?.[0]);
    if (content !== undefined && others.length > 0) {
      context.warn(
        childPointer(place, "content"),
        `The body is typed as ${content[0]}: ${others.join(", ")} ${others.length === 1 ? "is" : "are"} left out.`,
      );
    }
    return { status, content, place };
  });
  const kinds = new Set(
    bodies.flatMap(({ content }) => (content === undefined ? [] : [readingOf(content[0])])),
  );
  if (kinds.size > 1) {
    context.report(
      childPointer(pointer, "responses"),
      `The successes of ${id} are read in different ways (${[...kinds].join(" and ")}): describe one of them, or give each a method of its own in x-parley-methods.`,
    );
  }
  const [kind = "none"] = kinds;
  const types = distinctTypes(
    bodies.flatMap(({ status, content }): TypeReference[] =>
      content === undefined ? [] : [bodyType(context, id, status, content)],
    ),
  );
  const schemas = bodies.flatMap(({ content, place }) =>
    content === undefined || readingOf(content[0]) !== "json"
      ? []
      : [
          {
            schema: content[1].schema ?? true,
            pointer: childPointer(place, "content", content[0], "schema"),
          },
        ],
  );
  const isEmpty =
    isEmptyAfterRetry || bodies.length === 0 || bodies.some(({ content }) => content === undefined);
  return {
    types: isEmpty ? [...types, ...emptyTypes(context, operation, types, schemas)] : types,
    kind,
    unverified: unverifiedOf(successes),
    schemas,
  };
}

/** What the description says of its successes, each sentence once. */
function unverifiedOf(successes: readonly LocatedResponse[]): string | undefined {
  const sentences = successes.flatMap(({ response }) =>
    [response, ...Object.values(response.content ?? {})].flatMap(
      (each) => each["x-parley-unverified"] ?? [],
    ),
  );
  return sentences.length === 0 ? undefined : [...new Set(sentences)].join(" ");
}

/** The types of a success without a body, beyond those of the successes with one. */
function emptyTypes(
  { document }: ModelContext,
  operation: Operation,
  beside: readonly TypeReference[],
  schemas: ResultModel["schemas"],
): TypeReference[] {
  const value = operation["x-parley-empty-result"];
  if (value === undefined) return [{ kind: "undefined" }];
  const isLikeOthers = schemas.some(({ pointer }) => isValid(document, pointer, value));
  return isLikeOthers ? [] : [{ kind: "empty", value, beside }];
}

/** The declared errors of an operation. */
export function errorsOf(
  context: ModelContext,
  { id }: LocatedOperation,
  failures: readonly LocatedResponse[],
): ErrorModel[] {
  return failures.map(({ status, response }): ErrorModel => {
    const contents = Object.entries(response.content ?? {});
    const json = contents.filter(([mediaType]) => readingOf(mediaType) === "json");
    const others = contents.filter(([mediaType]) => readingOf(mediaType) !== "json");
    if (contents.length === 0) return { status, reading: "none", types: [{ kind: "undefined" }] };
    return {
      status,
      reading: json.length > 0 ? "json" : "text",
      types: distinctTypes([
        ...json.map((content) => bodyType(context, id, status, content)),
        ...(others.length > 0 ? [{ kind: "string" } as const] : []),
      ]),
    };
  });
}

/** The media type that a success is read as: JSON before text before bytes. */
function responseContent(content: Named<MediaType> | undefined): Content | undefined {
  const entries = Object.entries(content ?? {});
  return (
    entries.find(([mediaType]) => readingOf(mediaType) === "json") ??
    entries.find(([mediaType]) => readingOf(mediaType) === "text") ??
    entries[0]
  );
}

function bodyType(
  context: ModelContext,
  id: string,
  status: string,
  [mediaType, { schema }]: Content,
): TypeReference {
  const reading = readingOf(mediaType);
  if (reading === "binary") return { kind: "Blob" };
  if (reading === "text" && schema === undefined) return { kind: "string" };
  const steps: TypeStep[] = [
    { key: id },
    { key: "responses" },
    { key: /^[0-9]+$/.test(status) ? Number(status) : status },
    { key: "content" },
    { key: mediaType },
  ];
  return typeOfSchema(context, schema, { root: "operations", steps });
}
