import { _, or } from "ajv/dist/compile/codegen/index.js";
import type { CodeKeywordDefinition, KeywordCxt } from "ajv/dist/2020.js";

/** A keyword of our own: the properties that an object may not have, `properties: { x: false }` in short. */
export const ABSENT = "absent";

/** Says which it is by `params.absent`: that is a name out of the schema. */
export const absentKeyword: CodeKeywordDefinition = {
  keyword: ABSENT,
  // It says more than that a property is one of those that are not described.
  before: "additionalProperties",
  type: "object",
  schemaType: "array",
  error: { message: "", params: ({ params }) => _`{absent: ${params["absent"]}}` },
  code(cxt: KeywordCxt) {
    const { gen, data, it } = cxt;
    // Its schemaType says that it is a list, and the schema set that it is one of names.
    const names = cxt.schema as readonly string[];
    const found = gen.let("absent");
    cxt.setParams({ absent: found });
    const conditions = names.map(
      (name) => _`(${has(it.opts.ownProperties === true, data, name)} && (${found} = ${name}))`,
    );
    cxt.fail(or(...conditions));
  },
};

function has(isOwn: boolean, data: KeywordCxt["data"], name: string) {
  return isOwn
    ? _`Object.prototype.hasOwnProperty.call(${data}, ${name})`
    : _`${data}[${name}] !== undefined`;
}
