import type { Report } from "../description-error.js";
import { isObject } from "./json.js";
import { childPointer } from "./json-pointer.js";
import { visitDescription } from "./visit-description.js";

type Shape = readonly [is: (value: unknown) => boolean, what: string];

const isText = (value: unknown): boolean => typeof value === "string";
const isSchema = (value: unknown): boolean => isObject(value) || typeof value === "boolean";

const text: Shape = [isText, "text"];
const number: Shape = [(value) => typeof value === "number", "a number"];
const list: Shape = [Array.isArray, "a list"];
const texts: Shape = [(value) => Array.isArray(value) && value.every(isText), "a list of texts"];
const schema: Shape = [isSchema, "a schema"];
const schemas: Shape = [(value) => Array.isArray(value) && value.every(isSchema), "schemas"];
const named: Shape = [
  (value) => isObject(value) && Object.values(value).every(isSchema),
  "an object of schemas",
];

/** What the generator reads of a schema. */
const SHAPES: Readonly<Record<string, Shape>> = {
  title: text,
  description: text,
  format: text,
  pattern: text,
  contentMediaType: text,
  // Of no type at all there is no value.
  type: [
    (value) => isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText)),
    "text or a list of texts",
  ],
  enum: list,
  examples: list,
  required: texts,
  minLength: number,
  maxLength: number,
  minItems: number,
  maxItems: number,
  minProperties: number,
  maxProperties: number,
  minimum: number,
  maximum: number,
  multipleOf: number,
  allOf: schemas,
  anyOf: schemas,
  oneOf: schemas,
  prefixItems: schemas,
  items: schema,
  additionalProperties: schema,
  propertyNames: schema,
  properties: named,
  patternProperties: named,
  $defs: named,
  discriminator: [
    (value) =>
      isObject(value) &&
      isText(value["propertyName"]) &&
      (value["mapping"] === undefined ||
        (isObject(value["mapping"]) && Object.values(value["mapping"]).every(isText))),
    "an object with a `propertyName`",
  ],
};

/** Reports what Redocly does not look at: what stands beside the `$ref` of a schema. */
export function checkShapes(document: unknown, report: Report): void {
  visitDescription(document, (kind, node, pointer) => {
    if (kind !== "Schema") return;
    for (const keyword of Object.keys(node)) {
      const shape = Object.hasOwn(SHAPES, keyword) ? SHAPES[keyword] : undefined;
      if (shape === undefined || shape[0](node[keyword])) continue;
      report(
        childPointer(pointer, keyword),
        `The keyword \`${keyword}\` is not ${shape[1]}: correct it, or leave it out with an overlay.`,
      );
    }
  });
}
