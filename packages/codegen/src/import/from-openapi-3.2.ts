import type { Report } from "../description-error.js";
import { isObject, type JsonObject } from "../description/json.js";
import { childPointer, valueAt, type Pointer } from "../description/json-pointer.js";
import { visitDescription } from "../description/visit-description.js";

type Node = Record<string, unknown>;

/**
 * Makes OpenAPI 3.1 of OpenAPI 3.2, in place. What 3.1 says in another way is said so; what it
 * cannot say is left out and reported. Operations of other HTTP methods stay: the overlay leaves
 * them out, for a reader to see.
 */
export function fromOpenApi32(document: Node, report: Report): JsonObject {
  const lose = (node: Node, key: string, pointer: Pointer, message: string): void => {
    if (!(key in node)) return;
    delete node[key];
    report(childPointer(pointer, key), message);
  };
  const mediaTypes = valueAt(document, "#/components/mediaTypes");

  delete document["$self"];
  for (const tag of objects(document["tags"])) drop(tag, "summary", "parent", "kind");
  visitDescription(document, (kind, node, pointer) => {
    for (const server of objects(node["servers"])) drop(server, "name");
    for (const example of Object.values(isObject(node["examples"]) ? node["examples"] : {})) {
      if (kind !== "Schema" && isObject(example)) asValue(example);
    }
    if (kind === "Response") {
      const { summary } = node;
      delete node["summary"];
      node["description"] ??= typeof summary === "string" ? summary : "";
    } else if (kind === "MediaType") {
      lose(
        node,
        "itemSchema",
        pointer,
        "The items of a stream have no type in OpenAPI 3.1: the answer is read as a whole.",
      );
      const encoding = "How the parts of a list are encoded cannot be said in OpenAPI 3.1.";
      lose(node, "itemEncoding", pointer, encoding);
      lose(node, "prefixEncoding", pointer, encoding);
    } else if (kind === "Schema") {
      if (isObject(node["discriminator"])) drop(node["discriminator"], "defaultMapping");
      if (isObject(node["xml"])) drop(node["xml"], "nodeType");
    } else if (kind === "Parameter" && node["style"] === "cookie") {
      delete node["style"];
    }
    if (isObject(node["content"])) inlineMediaTypes(node["content"], mediaTypes);
  });
  const components = document["components"];
  if (isObject(components)) {
    drop(components, "mediaTypes");
    for (const scheme of Object.values(objectOf(components["securitySchemes"]))) {
      if (!isObject(scheme)) continue;
      drop(scheme, "deprecated", "oauth2MetadataUrl");
      if (isObject(scheme["flows"])) drop(scheme["flows"], "deviceAuthorization");
    }
  }
  return document;
}

/** 3.2 tells what an example is from how it is written. */
function asValue(example: Node): void {
  if (!("value" in example)) {
    const value = example["dataValue"] ?? example["serializedValue"];
    if (value !== undefined) example["value"] = value;
  }
  drop(example, "dataValue", "serializedValue");
}

function inlineMediaTypes(content: Node, mediaTypes: unknown): void {
  for (const [name, written] of Object.entries(content)) {
    const ref = isObject(written) ? written["$ref"] : undefined;
    const [, key] = /^#\/components\/mediaTypes\/([^/]+)$/.exec(String(ref)) ?? [];
    const target = key === undefined ? undefined : valueAt(mediaTypes, `#/${key}`);
    if (target !== undefined) content[name] = structuredClone(target);
  }
}

function drop(node: Node, ...keys: readonly string[]): void {
  for (const key of keys) delete node[key];
}

function objects(list: unknown): Node[] {
  return Array.isArray(list) ? list.filter((item): item is Node => isObject(item)) : [];
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
