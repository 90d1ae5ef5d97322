import { DescriptionError } from "../description-error.js";
import type { JsonObject } from "../description/json.js";

/** What is used of swagger2openapi, which declares no types. */
interface Converter {
  convertObj(
    document: object,
    options: { readonly patch: boolean; readonly warnOnly: boolean; readonly resolve: boolean },
  ): Promise<{ readonly openapi: JsonObject }>;
}

/**
 * Makes OpenAPI 3.0 of Swagger 2.0. The only module that knows swagger2openapi; which converter,
 * and why: `docs/adr/0013-importing-descriptions.md`.
 */
export async function fromSwagger2(
  document: JsonObject,
  file: string,
): Promise<Record<string, unknown>> {
  // Only imports of Swagger pay for loading it. What it exports is in its documentation.
  // @ts-expect-error It has no declarations.
  const { default: converter } = (await import("swagger2openapi")) as { default: Converter };
  try {
    const { openapi } = await converter.convertObj(document, {
      // Small faults, such as a path parameter that is not marked as required, are mended.
      patch: true,
      warnOnly: true,
      // All references are within the document, and nothing is to be fetched.
      resolve: false,
    });
    // It marks what it changed with keys of its own, and shares objects between places.
    return JSON.parse(JSON.stringify(openapi, withoutMarks)) as Record<string, unknown>;
  } catch (error) {
    throw new DescriptionError(
      [
        {
          file,
          pointer: "#",
          message: `It is no valid Swagger 2.0: ${error instanceof Error ? error.message : String(error)}. Mend it at its origin, or in a copy that is imported as a file.`,
        },
      ],
      { cause: error },
    );
  }
}

function withoutMarks(key: string, value: unknown): unknown {
  return key.startsWith("x-s2o-") ? undefined : value;
}
