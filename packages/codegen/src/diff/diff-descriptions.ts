import type { OpenApiDocument } from "../description/openapi.js";
import { ordered, type Change } from "./change.js";
import { matchMethods, methodChanges } from "./method-changes.js";
import { providerChanges } from "./provider-changes.js";
import { readDescription, type Sides } from "./read-description.js";
import { redoclyDiff } from "./redocly-diff.js";
import { documentationChange, structuralChanges } from "./structural-changes.js";
import { webhookChanges } from "./webhook-changes.js";
import { isSame } from "./words.js";

/** A bundled description, and how messages call it. */
export interface ComparedDocument {
  readonly document: OpenApiDocument;
  readonly file: string;
}

/**
 * What differs between two bundled descriptions for who uses a client of them, the breaking changes
 * first.
 *
 * @throws DescriptionError - no client can be made of one of them.
 */
export async function diffDescriptions(
  base: ComparedDocument,
  revision: ComparedDocument,
): Promise<Change[]> {
  if (isSame(base.document, revision.document)) return [];
  const sides: Sides = {
    base: readDescription(base.document, base.file),
    revision: readDescription(revision.document, revision.file),
  };
  const methods = matchMethods(sides.base.model.methods, sides.revision.model.methods);
  const structural = await redoclyDiff(base.document, revision.document);
  const changes = [
    ...methodChanges(methods, sides),
    ...providerChanges(sides.base.model, sides.revision.model),
    ...webhookChanges(sides.base, sides.revision),
    ...structuralChanges(structural, sides, methods),
  ];
  // Texts of extensions are compared by nobody, and whatever differs is published.
  return changes.length === 0 ? [documentationChange([])] : ordered(changes);
}
