/**
 * The code that judges values by schemas. This is the only module that knows Ajv's code generator,
 * and what its output looks like.
 */
import { _, Ajv2020 } from "ajv/dist/2020.js";
import type { Format } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { absentKeyword } from "./validators-absent.js";
import type { PlainSchema } from "./validators-schemas.js";

/** The code of schemas. */
export interface ValidatorCode {
  /** Constants and functions, which name what they need of the runtime. */
  readonly source: string;
  /** The names of the functions, by the ids of the schemas. */
  readonly functions: ReadonlyMap<string, string>;
  /** What the code needs of the runtime. */
  readonly imports: readonly string[];
}

/** The formats that the runtime knows: those of numbers have another form than those of strings. */
const STRING_FORMATS = ["date", "date-time", "email", "ipv4", "uri", "uuid"];
const NUMBER_FORMATS = ["int32", "int64"];

/** What Ajv's code asks of a helper of Ajv's own, and what the runtime has in its place. */
const HELPERS: Readonly<Record<string, string>> = {
  ucs2length: "codePointLength",
  equal: "isEqual",
};

// To call a function takes more code than a schema of so few keywords.
const INLINED = 2;

/**
 * Makes the code for schemas.
 *
 * @param schemas - All of them, by id.
 * @param roots - The ids of those that are called from elsewhere.
 */
export function compileValidators(
  schemas: ReadonlyMap<string, PlainSchema>,
  roots: readonly string[],
): ValidatorCode {
  const text = JSON.stringify([...schemas.values()]);
  const ajv = new Ajv2020({
    strict: false,
    // The first fault of a value is enough, and a million of them would be too much.
    allErrors: false,
    messages: false,
    logger: false,
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    inlineRefs: INLINED,
    // Without it an object without a "constructor" would have that of all objects.
    ownProperties: INHERITED.some((name) => text.includes(JSON.stringify(name))),
    formats: formatShapes(),
    code: {
      source: true,
      esm: true,
      lines: true,
      formats: _`formats`,
      // Only the text is wanted. Ajv would also make a function of it, which takes its time, and
      // runs what comes of a description.
      process: () => "return () => true",
    },
  });
  // Ajv2020 sets them whatever it is told, and each adds to every function.
  Object.assign(ajv.opts, {
    dynamicRef: false,
    unevaluated: /"unevaluated(?:Properties|Items)":/.test(text),
  });
  ajv.addKeyword(absentKeyword);
  for (const [id, schema] of schemas) ajv.addSchema(schema, id);
  const exported = Object.fromEntries(roots.map((id) => [id, id]));
  return rewritten(standalone.default(ajv, exported));
}

const INHERITED: readonly string[] = Object.getOwnPropertyNames(Object.prototype);

function isAnything(): boolean {
  return true;
}

/** Ajv goes by the form of a format alone. */
function formatShapes(): Record<string, Format> {
  return Object.fromEntries([
    ...STRING_FORMATS.map((name): [string, Format] => [name, isAnything]),
    ...NUMBER_FORMATS.map((name): [string, Format] => [
      name,
      { type: "number", validate: isAnything },
    ]),
  ]);
}

// A string literal of Ajv's, which are all in double quotes. Whatever a description says is in one,
// so that what is looked for by its own unescaped quotes, or outside of literals, is Ajv's.
const STRING = String.raw`"(?:[^"\\\n]|\\.)*"`;

const EXPORT = /^export const (\w+) = (\w+);\n/gm;
const HELPER = /^const (\w+) = require\("ajv\/dist\/runtime\/(\w+)"\)\.default;$/gm;
const SCHEMA = /^const (schema\d+) = (.*);\n/gm;
const SCHEMA_PATH = new RegExp(`,schemaPath:${STRING}`, "g");
const PARENT = new RegExp(
  String.raw`,parentData(?::\w+)?,parentDataProperty(?::(?:${STRING}|\w+))?,rootData`,
  "g",
);
const SIGNATURE = /\{instancePath="", parentData, parentDataProperty, rootData=data\}=\{\}/g;
// What is before it may have been joined to the slash: `instancePath+"/map/" + key0.replace(…)`.
const OPEN_KEY = /\/" \+ (\w+\.replace\(\/~\/g, "~0"\)\.replace\(\/\\\/\/g, "~1"\))/g;
const PART_OF_SCHEMA = new RegExp(
  String.raw`(${STRING})|\b(schema\d+)((?:\.[A-Za-z_$][\w$]*|\[${STRING}\]|\[\d+\])*)`,
  "g",
);

/** Ajv's module, without what nobody reads and with the runtime's helpers in place of Ajv's. */
function rewritten(module: string): ValidatorCode {
  const functions = new Map<string, string>();
  const imports = new Set<string>();
  const schemas = new Map<string, unknown>();
  const source = module
    .replace('"use strict";', "")
    .replace(EXPORT, (_line, id: string, name: string) => {
      functions.set(id, name);
      return "";
    })
    .replace(HELPER, (line, name: string, helper: string) => {
      const own = HELPERS[helper];
      if (own === undefined) return line;
      imports.add(own);
      return `const ${name} = ${own};`;
    })
    .replace(SCHEMA, (_line, name: string, value: string) => {
      schemas.set(name, JSON.parse(value));
      return "";
    })
    // Of whole schemas the code reads no more than lists of types and of values.
    .replace(PART_OF_SCHEMA, (whole, string: string | undefined, name: string, path: string) =>
      string === undefined ? JSON.stringify(partOf(schemas.get(name), path)) : whole,
    )
    .replace(SCHEMA_PATH, "")
    .replace(PARENT, "")
    .replace(SIGNATURE, '{instancePath=""}={}')
    // The runtime shows no key that the description leaves open, and knows it by the NUL.
    .replace(OPEN_KEY, String.raw`/\0" + $1`)
    .trim();
  if (/^const formats\d+ = formats\b/m.test(source)) imports.add("formats");
  return { source: `${source}\n`, functions, imports: [...imports].toSorted() };
}

/** What an expression such as `.properties["a b"].enum` finds in a schema. */
function partOf(schema: unknown, path: string): unknown {
  let current = schema;
  const steps = new RegExp(String.raw`\.([\w$]+)|\[(${STRING}|\d+)\]`, "g");
  for (const [, name, key = ""] of path.matchAll(steps)) {
    // The path is Ajv's, which has just gone it.
    current = (current as Record<string, unknown>)[name ?? String(JSON.parse(key))];
  }
  return current;
}
