import type { Report } from "../description-error.js";
import { childPointer } from "../description/json-pointer.js";
import type { OpenApiDocument } from "../description/openapi.js";
import { documentationOf } from "./documentation.js";
import type { SchemaModel } from "./model.js";
import { pascalCase } from "./names.js";

/** The exported types of the component schemas. */
export function schemasOf({ components }: OpenApiDocument, report: Report): SchemaModel[] {
  return Object.entries(components?.schemas ?? {}).flatMap(([component, schema]): SchemaModel[] => {
    const typeName = pascalCase(component);
    if (!/^[A-Z][A-Za-z0-9]*$/.test(typeName)) {
      report(
        childPointer("#", "components", "schemas", component),
        `"${component}" gives no name for a type: rename the schema in PascalCase, such as Contact.`,
      );
      return [];
    }
    const documentation = documentationOf(typeof schema === "boolean" ? undefined : schema);
    return [{ component, typeName, documentation }];
  });
}
