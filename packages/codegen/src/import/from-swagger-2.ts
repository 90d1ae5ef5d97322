import { DescriptionError, type Report } from "../description-error.js";
import { isObject, type JsonObject } from "../description/json.js";
import { childPointer, type Pointer } from "../description/json-pointer.js";

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
 *
 * @param report - Is told what OpenAPI 3 cannot say.
 */
export async function fromSwagger2(
  document: JsonObject,
  file: string,
  report: Report,
): Promise<Record<string, unknown>> {
  reportLostFormats(document, report);
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

/** What is between the items of a list in a parameter, by `collectionFormat`. */
const SEPARATORS: Readonly<Record<string, string>> = {
  csv: "commas",
  pipes: "pipes",
  ssv: "spaces",
  tsv: "tabs",
};

/** Reports the lists that go another way than they should: the converter says nothing of them. */
function reportLostFormats(document: JsonObject, report: Report): void {
  for (const [parameter, pointer] of parametersOf(document)) {
    const { name, in: place, type, collectionFormat = "csv" } = parameter;
    const separator = SEPARATORS[String(collectionFormat)];
    if (type !== "array" || separator === undefined) continue;
    const lost =
      place === "formData"
        ? "which a client does not do in forms: each goes as a field of its own"
        : place === "query" && collectionFormat === "tsv"
          ? "which OpenAPI 3.1 cannot say: each goes under the name again"
          : place !== "query" && collectionFormat !== "csv"
            ? "which OpenAPI 3.1 cannot say: commas are between them"
            : undefined;
    if (lost === undefined) continue;
    report(pointer, `The items of \`${String(name)}\` are parted by ${separator}, ${lost}.`);
  }
}

/** The parameters that are written in a document, with their places. */
function parametersOf(document: JsonObject): (readonly [JsonObject, Pointer])[] {
  const { parameters, paths } = document;
  const items = entriesOf(paths, childPointer("#", "paths"));
  const owners = [...items, ...items.flatMap(([item, pointer]) => entriesOf(item, pointer))];
  return [
    ...entriesOf(parameters, childPointer("#", "parameters")),
    ...owners.flatMap(([owner, pointer]) =>
      entriesOf(owner["parameters"], childPointer(pointer, "parameters")),
    ),
  ];
}

/** The objects in a map or a list, with their places. */
function entriesOf(value: unknown, pointer: Pointer): (readonly [JsonObject, Pointer])[] {
  return Object.entries(isObject(value) || Array.isArray(value) ? value : {}).flatMap(
    ([key, inner]: [string, unknown]) =>
      isObject(inner) ? [[inner, childPointer(pointer, key)] as const] : [],
  );
}
