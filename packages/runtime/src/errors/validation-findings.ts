/** One thing in which a value breaks the description. It says nothing of the value but its type. */
export interface ValidationFinding {
  /**
   * Where: a JSON Pointer (RFC 6901) into the answer's body or the event's payload, or into the
   * call's parameters, as in `/body/name`. A `*` stands for a key that the description leaves open.
   */
  readonly pointer: string;
  /** What the description has there. */
  readonly expected: string;
  /** The JSON type of what is there: `null`, `boolean`, `number`, `string`, `array` or `object`. */
  readonly type: string;
}

/** What a compiled validator says of one broken keyword. */
export interface CompiledError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The code of a schema, as `parley generate` writes it. */
export interface CompiledValidator {
  (value: unknown): boolean;
  errors?: readonly CompiledError[] | null;
}

// So much of a list or of a pattern tells what is meant.
const LISTED = 20;
const QUOTED = 200;

/** In what a value breaks a schema; none where it fits. The deepest comes first. */
export function findingsOf(
  validate: CompiledValidator,
  value: unknown,
  at: string,
): readonly ValidationFinding[] {
  try {
    if (validate(value)) return [];
  } catch (error) {
    // The code of a schema that contains itself calls itself.
    if (!(error instanceof RangeError)) throw error;
    return [tooDeep(at, value)];
  }
  const byPointer = new Map<string, { readonly expected: Set<string>; readonly type: string }>();
  const errors = validate.errors ?? [];
  for (const error of [...errors.filter(isTelling), ...errors.filter((one) => !isTelling(one))]) {
    const path = pathOf(error);
    const pointer = at + path.replace(OPEN_KEY, "/*");
    const known = byPointer.get(pointer);
    // That no alternative fits is told by what each of them lacks.
    if (known !== undefined && !isTelling(error)) continue;
    const found = known ?? { expected: new Set(), type: typeOf(valueAt(value, path)) };
    found.expected.add(expectation(error));
    byPointer.set(pointer, found);
  }
  return [...byPointer]
    .map(([pointer, { expected, type }]) => ({
      pointer,
      expected: [...expected].join(" or "),
      type,
    }))
    .toSorted((one, other) => depth(other.pointer) - depth(one.pointer));
}

/** What is said of a value that is nested deeper than can be looked at. */
export function tooDeep(pointer: string, value: unknown): ValidationFinding {
  return { pointer, expected: "a value that is nested less deeply", type: typeOf(value) };
}

/** Whether an error says what is wrong, other than that no alternative is right. */
function isTelling({ keyword }: CompiledError): boolean {
  return !/^(?:anyOf|oneOf|if)$/.test(keyword);
}

/** Compiled validators put a NUL before a key that the description leaves open: it may be anyone's name. */
const OPEN_KEY = /\/\0[^/]*/g;

/** A property that may not be there has itself as its place. */
function pathOf({ instancePath, params }: CompiledError): string {
  const { absent } = params;
  if (typeof absent !== "string") return instancePath;
  return `${instancePath}/${absent.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function depth(pointer: string): number {
  return pointer.split("/").length;
}

function valueAt(value: unknown, path: string): unknown {
  let current = value;
  for (const token of path.split("/").slice(1)) {
    const key = token.replace(/^\0/, "").replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof current !== "object" || current === null) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

type Params = CompiledError["params"];

/** By keyword; each reads only what its schema says, never what the value has. */
const EXPECTATIONS: Readonly<Record<string, (params: Params) => string>> = {
  type: ({ type }) => (Array.isArray(type) ? type.join(" or ") : String(type)),
  required: ({ missingProperty }) => `property ${shown(missingProperty)}`,
  dependentRequired: ({ missingProperty }) => `property ${shown(missingProperty)}`,
  absent: () => "nothing",
  "false schema": () => "nothing",
  additionalProperties: () => "no property that is not described",
  unevaluatedProperties: () => "no property that is not described",
  unevaluatedItems: () => "no item that is not described",
  enum: ({ allowedValues }) => listed(allowedValues),
  const: ({ allowedValue }) => shown(allowedValue),
  pattern: ({ pattern }) => `text that matches ${shown(pattern)}`,
  format: ({ format }) => `format ${shown(format)}`,
  minLength: ({ limit }) => `at least ${String(limit)} characters`,
  maxLength: ({ limit }) => `at most ${String(limit)} characters`,
  minItems: ({ limit }) => `at least ${String(limit)} items`,
  maxItems: ({ limit }) => `at most ${String(limit)} items`,
  minProperties: ({ limit }) => `at least ${String(limit)} properties`,
  maxProperties: ({ limit }) => `at most ${String(limit)} properties`,
  minimum: compared,
  maximum: compared,
  exclusiveMinimum: compared,
  exclusiveMaximum: compared,
  multipleOf: ({ multipleOf }) => `a multiple of ${String(multipleOf)}`,
  uniqueItems: () => "items that differ",
  contains: () => "an item of a certain kind",
  propertyNames: () => "other names of properties",
  not: () => "something else",
  oneOf: () => "exactly one of the alternatives",
  anyOf: () => "one of the alternatives",
};

function expectation({ keyword, params }: CompiledError): string {
  return EXPECTATIONS[keyword]?.(params) ?? `what "${keyword}" says`;
}

function compared({ comparison, limit }: Params): string {
  return `${String(comparison)} ${String(limit)}`;
}

function listed(values: unknown): string {
  if (!Array.isArray(values)) return "one of a list";
  const first = values.slice(0, LISTED).map(shown).join(", ");
  return `one of ${first}${values.length > LISTED ? ", …" : ""}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}
