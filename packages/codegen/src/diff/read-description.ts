import type { OpenApiDocument } from "../description/openapi.js";
import { buildModel } from "../model/build-model.js";
import type { Model } from "../model/model.js";
import { usagesOf, type Usages } from "./usages.js";

/** A description that is ready to be compared. */
export interface ReadDescription {
  readonly document: OpenApiDocument;
  readonly model: Model;
  readonly usages: Usages;
}

/** What is compared: a description as it was, and as it is. */
export interface Sides {
  readonly base: ReadDescription;
  readonly revision: ReadDescription;
}

/**
 * Reads what a document means, and where its parts are used.
 *
 * @throws DescriptionError - no client can be made of it.
 */
export function readDescription(document: OpenApiDocument, file: string): ReadDescription {
  const model = buildModel({ document, file, json: "", problems: [] });
  return { document, model, usages: usagesOf(document, model) };
}
