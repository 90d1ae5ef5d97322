/**
 * What is wrong with the value of an `x-parley-*` key, in words that say how to mend it.
 */
import type { ErrorObject } from "ajv/dist/2020.js";
import { isObject, type JsonObject } from "../description/json.js";
import { pointerKeys } from "../description/json-pointer.js";
import { nearest } from "./nearest.js";
import { validatorAt } from "./vocabulary.js";

/** One fault in the value of a key. */
export interface ValueFault {
  /** From the object that carries the key to the fault: the key, then what is inside it. */
  readonly path: readonly string[];
  /** The fault is the last key of the path, and not its value. */
  readonly onKey: boolean;
  readonly message: string;
}

/** The faults of a value by the vocabulary's JSON Schema; none when it is valid. */
export function faultsOf(key: string, value: unknown): ValueFault[] {
  const validate = validatorAt("");
  if (validate({ [key]: value })) return [];
  return faultsFrom(validate.errors ?? [], "");
}

/** The same text in a JSON Schema pattern and in words. A test keeps the two lists equal. */
export const patternsInWords: Readonly<Record<string, string>> = {
  "^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "words in lower case joined by hyphens, such as respond-io",
  "^[A-Z][A-Za-z0-9]*$": "a name in PascalCase, such as RespondIo",
  "^https://": "an address that starts with https://",
  "^[a-z][A-Za-z0-9]*$": "a name in camelCase, such as projectId",
  "^[A-Z][A-Z0-9_]*$": "a name in capitals and underscores, such as SINCH_PROJECT_ID",
  "^[a-z][a-z0-9-]*$": "a name in lower case, digits and hyphens, such as sandbox",
  "^([45][0-9]{2}|[45]XX)$": 'an error status such as "449", or a range such as "5XX"',
  "^#/components/schemas/[A-Za-z0-9._-]+$":
    "a pointer to a component schema: #/components/schemas/Name",
  "^2[0-9]{2}$": 'a success status in quotes, such as "201"',
  "^(/([^~/]|~[01])*)*$":
    'a JSON Pointer: "" for the whole, or keys that each follow a slash, such as /pagination/next',
  "^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)+$":
    "a method's path, camelCase names joined by dots, such as contacts.get",
  "^[A-Za-z0-9-]+$": "a header name: letters, digits and hyphens",
  "^[45][0-9]{2}$": 'an error status in quotes, such as "429"',
};

function faultsFrom(errors: readonly ErrorObject[], base: string): ValueFault[] {
  const unions = errors.filter(({ keyword }) => keyword === "oneOf");
  // What each branch of a union says is told once, by the branch that was meant.
  const plain = errors.filter(
    (error) =>
      error.propertyName === undefined &&
      !unions.some(({ instancePath }) => isAtOrBelow(error.instancePath, instancePath)),
  );
  return [
    ...plain.map((error) => faultFrom(error, base)),
    ...unions.flatMap((error) => unionFaults(error, base)),
  ];
}

function isAtOrBelow(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}/`);
}

function faultFrom(error: ErrorObject, base: string): ValueFault {
  const path = pointerKeys(base + error.instancePath);
  const params: JsonObject = error.params;
  const fault = (text: string): ValueFault => ({
    path,
    onKey: false,
    message: `${where(path)} ${text}.${purpose(error)}`,
  });
  // What an object or a list lacks is shown at its own key.
  const missing = (text: string): ValueFault => ({
    path,
    onKey: true,
    message: `${where(path)} ${text}.`,
  });

  switch (error.keyword) {
    case "required":
      return missing(`lacks \`${String(params["missingProperty"])}\`: add it`);
    case "dependentRequired": {
      const absent = String(params["missingProperty"]);
      return missing(
        `has \`${String(params["property"])}\` without \`${absent}\`: add \`${absent}\``,
      );
    }
    case "additionalProperties": {
      const name = String(params["additionalProperty"]);
      const known = Object.keys(propertiesOf(error.parentSchema));
      return {
        path: [...path, name],
        onKey: true,
        message: `${where(path)} has no \`${name}\`: ${nearest(name, known)}`,
      };
    }
    case "propertyNames": {
      const name = String(params["propertyName"]);
      const names: unknown = error.schema;
      return {
        path: [...path, name],
        onKey: true,
        message: `The key \`${name}\` of ${where(path)} must be ${patternOf(names)}.`,
      };
    }
    case "type":
      return fault(`is ${article(error.data)}: write ${typesInWords(params["type"], error.data)}`);
    case "enum":
      return fault(`is ${shown(error.data)}: write ${oneOf(params["allowedValues"])}`);
    case "const":
      return fault(`is ${shown(error.data)}: write ${shown(params["allowedValue"])}`);
    case "pattern":
      return fault(`is ${shown(error.data)}: write ${inWords(params["pattern"])}`);
    case "minimum":
    case "maximum":
      return fault(
        `is ${shown(error.data)}: write ${String(params["limit"])} or ${error.keyword === "minimum" ? "more" : "less"}`,
      );
    case "minLength":
      return fault(
        error.data === ""
          ? "is empty: write something"
          : `is ${shown(error.data)}: write at least ${String(params["limit"])} characters`,
      );
    case "maxLength":
      return fault(`is too long: write at most ${String(params["limit"])} characters`);
    case "minItems":
    case "minProperties":
      return missing("is empty: add an entry, or remove the key");
    case "maxItems":
      return missing(`has too many entries: keep at most ${String(params["limit"])}`);
    case "uniqueItems":
      return missing(
        `has the same entry twice (${String(params["i"])} and ${String(params["j"])}): remove one`,
      );
    default:
      return fault(error.message ?? `breaks the keyword ${error.keyword} of the vocabulary`);
  }
}

/**
 * A union's faults, told by the branch that was meant: the one whose tag (a `const` property that
 * every branch has) equals the value's, or else the only one that knows any of its properties.
 */
function unionFaults(error: ErrorObject, base: string): ValueFault[] {
  const path = pointerKeys(base + error.instancePath);
  const branches = objectsIn(error.schema);
  const data: unknown = error.data;
  if (!isObject(data)) {
    const message = `${where(path)} is ${shown(data)}: write ${forms(branches)}.`;
    return [{ path, onKey: false, message }];
  }

  const objects = branches.filter((branch) => "properties" in branch);
  const tag = tagOf(objects);
  if (tag !== undefined && !objects.some((branch) => constOf(branch, tag) === data[tag])) {
    const values = oneOf(objects.map((branch) => constOf(branch, tag)));
    const tagPath = [...path, tag];
    return tag in data
      ? [
          {
            path: tagPath,
            onKey: false,
            message: `${where(tagPath)} is ${shown(data[tag])}: write ${values}.`,
          },
        ]
      : [{ path, onKey: true, message: `${where(path)} lacks \`${tag}\`: add it with ${values}.` }];
  }

  const meant = objects.filter((branch) =>
    tag === undefined
      ? objects.length === 1 || Object.keys(propertiesOf(branch)).some((name) => name in data)
      : constOf(branch, tag) === data[tag],
  );
  const [branch] = meant;
  if (branch === undefined || meant.length > 1) {
    return [
      { path, onKey: true, message: `${where(path)} must be one of these: ${forms(branches)}.` },
    ];
  }
  const validate = validatorAt(`${error.schemaPath}/${branches.indexOf(branch)}`);
  validate(data);
  return faultsFrom(validate.errors ?? [], base + error.instancePath);
}

function tagOf(branches: readonly JsonObject[]): string | undefined {
  const [first, ...others] = branches;
  if (first === undefined || others.length === 0) return undefined;
  return Object.keys(propertiesOf(first)).find((name) =>
    branches.every((branch) => constOf(branch, name) !== undefined),
  );
}

function constOf(branch: JsonObject, name: string): unknown {
  const property = propertiesOf(branch)[name];
  return isObject(property) ? property["const"] : undefined;
}

function propertiesOf(schema: unknown): JsonObject {
  const properties = isObject(schema) ? schema["properties"] : undefined;
  return isObject(properties) ? properties : {};
}

function objectsIn(schemas: unknown): JsonObject[] {
  return Array.isArray(schemas) ? schemas.filter((schema) => isObject(schema)) : [];
}

/** The branches of a union in words: a constant as it is written, an object by what it requires. */
function forms(branches: readonly JsonObject[]): string {
  return alternatives(
    branches.map((branch) =>
      "const" in branch
        ? shown(branch["const"])
        : `an object with ${list(Array.isArray(branch["required"]) ? branch["required"] : [])}`,
    ),
  );
}

/** `x-parley-retry/schedules`: the key, and the pointer of the fault in its value. */
function where(path: readonly string[]): string {
  return `\`${path.join("/")}\``;
}

/** What the vocabulary says that the value is for. */
function purpose(error: ErrorObject): string {
  const description: unknown = error.parentSchema?.["description"];
  return typeof description === "string" ? ` (${description.replace(/\.$/, "")}.)` : "";
}

function patternOf(schema: unknown): string {
  if (!isObject(schema)) return "another";
  // Names are constrained by a pattern, either here or in a definition that is referred to.
  const reference = schema["$ref"];
  const definition = typeof reference === "string" ? validatorAt(reference).schema : schema;
  return inWords(isObject(definition) ? definition["pattern"] : undefined);
}

function inWords(pattern: unknown): string {
  const words = patternsInWords[String(pattern)];
  return words ?? `something that matches ${String(pattern)}`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: "a string",
  integer: "an integer",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  null: "null",
};

function typesInWords(types: unknown, data: unknown): string {
  const names = (Array.isArray(types) ? types : [types]).map(String);
  if (names.includes("string") && (typeof data === "number" || typeof data === "boolean")) {
    return `a string, in quotes: "${data}"`;
  }
  return alternatives(names.map((name) => typeNames[name] ?? name));
}

function article(data: unknown): string {
  if (data === null) return "null";
  if (Array.isArray(data)) return "a list";
  if (typeof data === "boolean") return String(data);
  if (typeof data === "object") return "an object";
  return `the ${typeof data} ${shown(data)}`;
}

function shown(value: unknown): string {
  return typeof value === "object" && value !== null ? article(value) : JSON.stringify(value);
}

function list(names: readonly unknown[]): string {
  return names.map((name) => `\`${String(name)}\``).join(", ");
}

function oneOf(values: unknown): string {
  return alternatives((Array.isArray(values) ? values : [values]).map((value) => shown(value)));
}

function alternatives(words: readonly string[]): string {
  return words.length > 1
    ? `${words.slice(0, -1).join(", ")} or ${String(words.at(-1))}`
    : (words[0] ?? "nothing");
}
