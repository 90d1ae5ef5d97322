import { childPointer } from "../description/json-pointer.js";
import type { HttpMethod } from "../description/openapi.js";
import { resolve, resolveSchema } from "../description/references.js";
import { constraintsOf } from "./constraints.js";
import { documentationOf } from "./documentation.js";
import { essenceOf, readingOf, requestContent, type Content } from "./media-types.js";
import { typeOfSchema, type ModelContext } from "./model-context.js";
import type { BodyModel, TypeReference } from "./model.js";
import type { LocatedOperation } from "./parameters.js";
import { unfitProperties } from "./required-properties.js";

/** RFC 9110, section 9.3: a body has no meaning here, and fetch refuses it. */
const METHODS_WITHOUT_BODY: ReadonlySet<HttpMethod> = new Set(["get", "head", "trace"]);

/**
 * The body of a method.
 *
 * @param narrowed - The `$ref` of the component schema that the method takes in place of the operation's.
 */
export function bodyOf(
  context: ModelContext,
  { id, operation, pointer }: LocatedOperation,
  httpMethod: HttpMethod,
  narrowed: string | undefined,
): BodyModel | undefined {
  const { document, report, warn } = context;
  const place = childPointer(pointer, "requestBody");
  if (operation.requestBody === undefined) return undefined;
  if (METHODS_WITHOUT_BODY.has(httpMethod)) {
    warn(
      place,
      `A ${httpMethod.toUpperCase()} request has no body, and fetch refuses to send one, so it is left out: remove \`requestBody\`.`,
    );
    return undefined;
  }
  const requestBody = resolve(document, operation.requestBody, place);
  const content = requestBody && requestContent(requestBody.value.content);
  if (requestBody === undefined || content === undefined || isPartialRange(content[0])) {
    report(
      childPointer(place, "content"),
      "Name the media type of the request body, such as application/json.",
    );
    return undefined;
  }
  const [range, { schema: operations, encoding }] = content;
  // A part's media type is that of the file, which the caller gives.
  const isMore = Object.values(encoding ?? {}).some((part) =>
    Object.keys(part).some((key) => key !== "contentType"),
  );
  if (isMore) {
    warn(
      childPointer(place, "content", range, "encoding"),
      "How parts are encoded is left out, but for their media types: each goes as its schema says.",
    );
  }
  const mediaType = sentAs(content);
  const others = Object.keys(requestBody.value.content).filter((name) => name !== range);
  if (others.length > 0 || mediaType !== range) {
    const rest = others.length === 0 ? range : others.join(", ");
    warn(
      childPointer(place, "content"),
      `The body is sent as ${mediaType}: ${rest} ${others.length > 1 ? "are" : "is"} left out.`,
    );
  }
  const schema = narrowed === undefined ? operations : { $ref: narrowed };
  const resolved = schema === undefined ? undefined : resolveSchema(document, schema, place)?.value;
  const path = {
    root: "operations",
    steps: [
      { key: id },
      { key: "requestBody", optional: requestBody.value.required !== true },
      { key: "content" },
      { key: range },
    ],
  } as const;
  const bytes: TypeReference =
    readingOf(mediaType) === "text" ? { kind: "string" } : { kind: "Blob" };
  const isJsonOrForm = readingOf(mediaType) === "json" || /form/.test(essenceOf(mediaType));
  if (schema !== undefined && isJsonOrForm) {
    const written = childPointer(requestBody.pointer, "content", range, "schema");
    for (const each of unfitProperties(document, { value: schema, pointer: written })) {
      const property = `The property \`${each.name}\` of a body is required and`;
      warn(
        each.pointer,
        each.fault === "readOnly"
          ? `${property} \`readOnly\`, so that its type asks for what the provider gives: take it out of \`required\`, or describe a schema for what is sent, with an overlay.`
          : `${property} described nowhere, so that its type has none: describe it, or take it out of \`required\`, with an overlay.`,
      );
    }
  }
  return {
    mediaType,
    required: requestBody.value.required === true,
    type: schema === undefined && !isJsonOrForm ? bytes : typeOfSchema(context, schema, path),
    documentation: documentationOf(requestBody.value, resolved),
    constraints: resolved === undefined ? [] : constraintsOf(resolved),
  };
}

/** What has to be chosen for each call, such as `image/*`. */
function isPartialRange(mediaType: string): boolean {
  return essenceOf(mediaType).endsWith("/*") && essenceOf(mediaType) !== "*/*";
}

/** The media type that a body has on its way: what may be anything goes as what it is. */
function sentAs([mediaType, { schema }]: Content): string {
  if (essenceOf(mediaType) !== "*/*") return mediaType;
  return schema === undefined ? "application/octet-stream" : "application/json";
}
