import { DescriptionError, type DescriptionProblem, type Report } from "../description-error.js";
import { isObject, type JsonObject } from "../description/json.js";
import { fromOpenApi30 } from "./from-openapi-3.0.js";
import { fromOpenApi32 } from "./from-openapi-3.2.js";
import { fromSwagger2 } from "./from-swagger-2.js";

/** The version in which imported descriptions are kept. */
const VERSION = "3.1.1";

/** A description in OpenAPI 3.1. */
export interface UpgradedDocument {
  readonly document: JsonObject;
  /** What it was: `OpenAPI 3.0.3`, `Swagger 2.0`. */
  readonly format: string;
  /** What 3.1 cannot say, and so was left out. */
  readonly losses: readonly DescriptionProblem[];
}

/**
 * Makes OpenAPI 3.1 of a description of any version.
 *
 * @param file - What messages call it.
 * @throws DescriptionError - it is of no version that is known, or is broken beyond conversion.
 */
export async function upgradeDocument(
  document: JsonObject,
  file: string,
): Promise<UpgradedDocument> {
  const format = formatOf(document);
  // The tree is changed in place, and is ours alone.
  const own = structuredClone(document) as Record<string, unknown>;
  const losses: DescriptionProblem[] = [];
  const report: Report = (pointer, message) => losses.push({ file, pointer, message });
  if (format.startsWith("Swagger")) {
    const converted = await fromSwagger2(own, file, report);
    return { document: withVersion(fromOpenApi30(converted)), format, losses };
  }
  if (/^OpenAPI 3\.0(?:\.|$)/.test(format)) {
    return { document: withVersion(fromOpenApi30(own)), format, losses: [] };
  }
  if (/^OpenAPI 3\.1(?:\.|$)/.test(format)) return { document: own, format, losses: [] };
  if (/^OpenAPI 3\.2(?:\.|$)/.test(format)) {
    const converted = fromOpenApi32(own, report);
    return { document: withVersion(converted), format, losses };
  }
  throw new DescriptionError([
    {
      file,
      pointer: "#",
      message: `This is ${format}: what can be imported is OpenAPI 3.0, 3.1 or 3.2, and Swagger 2.0.`,
    },
  ]);
}

function formatOf(document: JsonObject): string {
  const { openapi, swagger } = document;
  if (typeof openapi === "string") return `OpenAPI ${openapi}`;
  if (swagger === "2.0" || swagger === 2) return "Swagger 2.0";
  return isObject(document["info"]) ? "no OpenAPI that says its version" : "no OpenAPI";
}

function withVersion({ openapi: _, ...rest }: JsonObject): JsonObject {
  return { openapi: VERSION, ...rest };
}
