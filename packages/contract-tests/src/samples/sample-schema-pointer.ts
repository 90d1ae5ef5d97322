import { describedMethods, operationPointers } from "../description/described-method.js";
import type { Description } from "../description/description.js";
import { child } from "../description/json.js";
import type { Sample } from "./read-samples.js";

/**
 * Finds the schemas of samples.
 *
 * @returns What gives the pointer to a sample's schema, or throws an Error that says what the
 * description does not have.
 */
export function schemaPointers(description: Description): (sample: Sample) => string {
  const operations = new Map(
    operationPointers(description).map((pointer) => [
      description.object(pointer)["operationId"],
      pointer,
    ]),
  );
  const methods = new Map(describedMethods(description).map((method) => [method.id, method]));

  /** The schema of a request or an answer; JSON, where it can be of several media types. */
  function contentSchema(pointer: string): string {
    const content = child(description.follow(pointer), "content");
    const mediaTypes = Object.keys(description.object(content));
    const mediaType = mediaTypes.find((name) => name === "application/json") ?? mediaTypes[0];
    if (mediaType === undefined) throw new Error(`The description has no body at ${pointer}.`);
    return child(content, mediaType, "schema");
  }

  return ({ kind, of, method, status = "" }) => {
    if (kind === "webhooks") return contentSchema(child("/webhooks", of, "post", "requestBody"));
    const operation = operations.get(of);
    if (operation === undefined) throw new Error(`The description has no operation ${of}.`);
    if (kind === "responses") return contentSchema(child(operation, "responses", status));
    if (method === undefined) return contentSchema(child(operation, "requestBody"));
    const described = methods.get(method);
    if (described?.operationId !== of || described.body?.schema === undefined) {
      throw new Error(`The operation ${of} has no method ${method} with a body.`);
    }
    return described.body.schema;
  };
}
