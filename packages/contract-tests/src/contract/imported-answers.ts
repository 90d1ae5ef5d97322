import { sample } from "openapi-sampler";
import { operationPointers } from "../description/described-method.js";
import type { Description } from "../description/description.js";
import { at, child, isObject, objectOf } from "../description/json.js";

/**
 * The description with an example in every JSON answer that has none, in place of its schema.
 *
 * @param pointers - The operations whose answers are wanted. Default: all.
 */
export function withSampledAnswers(
  description: Description,
  pointers: readonly string[] = operationPointers(description),
): object {
  const document = objectOf(structuredClone(description.document));
  for (const pointer of pointers) {
    const responses = child(pointer, "responses");
    for (const status of Object.keys(description.object(responses))) {
      // Of a shared answer the first operation that has it gets the example for all.
      const content = at(document, child(description.follow(child(responses, status)), "content"));
      for (const [type, media] of Object.entries(objectOf(content))) {
        if (!isObject(media) || !/json/.test(type) || !isObject(media["schema"])) continue;
        // Whether the mock's answers fit is not asked here, and Prism would take its time to say.
        const { schema, ...rest } = media;
        const value: unknown = sample(objectOf(schema), { quiet: true }, document);
        const own = "example" in media || "examples" in media;
        Object.assign(objectOf(content), {
          [type]: own ? rest : { ...rest, examples: { sampled: { value } } },
        });
      }
    }
  }
  return document;
}
