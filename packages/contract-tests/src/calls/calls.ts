import type { DescribedMethod, DescribedParameter } from "../description/described-method.js";
import type { Description } from "../description/description.js";
import { child, isObject } from "../description/json.js";
import type { JsonObject } from "../description/json.js";
import { sampleSchema } from "./sample-schema.js";
import { covering } from "./schema-coverage.js";

/** A call of a method: what a consumer would write. */
export interface Call {
  /** What is particular about it. */
  readonly name: string;
  /** Flat parameters, and `body`, as the description's schemas have them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The same as a consumer writes them: what is text to a schema of a form may be a file. */
  readonly given: Readonly<Record<string, unknown>>;
}

/**
 * The calls that together say all that a method can say: one with nothing but what is required,
 * then one for each declared body, each alternative parameter and each property that no example
 * has, with all other parameters.
 */
export function callsOf(description: Description, method: DescribedMethod): readonly Call[] {
  const calls = knownCalls.get(method) ?? makeCalls(description, method);
  knownCalls.set(method, calls);
  return calls;
}

/** They are asked for by many tests, and are the same each time. */
const knownCalls = new WeakMap<DescribedMethod, readonly Call[]>();

function makeCalls(description: Description, method: DescribedMethod): readonly Call[] {
  const { body, exactlyOneOf } = method;
  const bodies = body === undefined ? [] : bodiesOf(description, method);
  const [fullBody] = bodies;
  const withBody = fullBody === undefined ? {} : { body: fullBody.value };
  const full = { ...fullParameters(description, method, exactlyOneOf[0]), ...withBody };
  const calls = [
    { name: "full", parameters: full },
    ...exactlyOneOf.slice(1).map((name) => ({
      name: `by ${name}`,
      parameters: { ...fullParameters(description, method, name), ...withBody },
    })),
    ...method.parameters.flatMap(({ name, examples }) =>
      examples.slice(1).map((value) => ({
        name: `${name} ${JSON.stringify(value)}`,
        parameters: { ...full, [name]: value },
      })),
    ),
    ...bodies.slice(1).map(({ name, value }) => ({
      name: `body ${name}`,
      parameters: { ...full, body: value },
    })),
  ];
  return [
    minimalCallOf(description, method),
    ...calls.map(({ name, parameters }) => ({
      name,
      parameters,
      given: withFiles(description, method, parameters),
    })),
  ];
}

/** The first of {@link callsOf}, without the time that all the others take. */
export function minimalCallOf(description: Description, method: DescribedMethod): Call {
  const parameters = minimalParameters(description, method);
  return { name: "minimal", parameters, given: withFiles(description, method, parameters) };
}

/** Makes files of what a multipart body has as bytes. */
function withFiles(
  description: Description,
  { body }: DescribedMethod,
  parameters: Call["parameters"],
): Call["parameters"] {
  const given = parameters["body"];
  if (body?.schema === undefined || body.mediaType !== "multipart/form-data" || !isObject(given)) {
    return parameters;
  }
  const properties = child(description.follow(body.schema), "properties");
  const fields = Object.entries(given).map(([name, value]) => {
    const { format, contentMediaType } = description.object(child(properties, name));
    const isFile = format === "binary" || contentMediaType !== undefined;
    return [name, isFile ? new File([String(value)], "a.png", { type: "image/png" }) : value];
  });
  return { ...parameters, body: Object.fromEntries(fields) as unknown };
}

/** A call in a table of tests. */
export interface CallCase {
  readonly id: string;
  readonly name: string;
  readonly method: DescribedMethod;
  readonly call: Call;
}

/** The calls of all methods: a row each for a table of tests. */
export function casesOf(
  description: Description,
  methods: readonly DescribedMethod[],
): readonly CallCase[] {
  return methods.flatMap((method) =>
    callsOf(description, method).map((call) => ({ id: method.id, name: call.name, method, call })),
  );
}

/** What has to be given, and not a property more. */
function minimalParameters(
  description: Description,
  method: DescribedMethod,
): Record<string, unknown> {
  const { body, exactlyOneOf, parameters } = method;
  const needed = parameters.filter(
    ({ name, required }) =>
      name === exactlyOneOf[0] || (required && !isFromClient(description, name)),
  );
  const [anyBody] = body?.required ? bodiesOf(description, method) : [];
  return {
    ...values(description, needed),
    ...(anyBody && body ? { body: minimalBody(description, body.schema, anyBody.value) } : {}),
  };
}

function fullParameters(
  description: Description,
  { parameters, exactlyOneOf }: DescribedMethod,
  chosen: string | undefined,
): Record<string, unknown> {
  return values(
    description,
    parameters.filter(({ name }) => name === chosen || !exactlyOneOf.includes(name)),
  );
}

/** Whether a client gives a parameter, so that a call need not. */
function isFromClient(description: Description, name: string): boolean {
  return name in description.object("/x-parley-client-parameters");
}

function values(
  description: Description,
  parameters: readonly DescribedParameter[],
): Record<string, unknown> {
  return Object.fromEntries(
    parameters.map(({ name, schema, examples }) => [
      name,
      examples.length > 0 ? examples[0] : sampleSchema(description, schema)[0],
    ]),
  );
}

/** The declared bodies, `full` first, and one for each property that none of them has. */
function bodiesOf(
  description: Description,
  { body }: DescribedMethod,
): readonly { readonly name: string; readonly value: unknown }[] {
  if (body === undefined) return [];
  const { schema, examples } = body;
  const declared = Object.entries(examples)
    .map(([name, value]) => ({ name, value }))
    .toSorted((a, b) => Number(b.name === "full") - Number(a.name === "full"));
  if (schema === undefined) return declared;

  // Of an operation with several methods each may have bodies of its own.
  const fitting = declared.filter(({ value }) => description.fits(schema, value));
  const named = [
    ...fitting,
    ...sampleSchema(description, schema).map((value, index) => ({
      name: `sample ${index}`,
      value,
    })),
  ];
  const needed = new Set(
    covering(
      description,
      schema,
      named.map(({ value }) => value),
    ),
  );
  return named.filter(({ value }, index) => index < fitting.length || needed.has(value));
}

/** A body without anything that may be left out. */
function minimalBody(description: Description, schema: string | undefined, body: unknown): unknown {
  if (schema === undefined) return body;
  return shrink(body, (smaller) => description.fits(schema, smaller));
}

/** Leaves out one property after the other, as long as what is left fits. */
function shrink(value: unknown, fits: (smaller: unknown) => boolean): unknown {
  if (Array.isArray(value)) {
    return value.reduce<readonly unknown[]>(
      (list, _, index) =>
        list.with(
          index,
          shrink(list[index], (item) => fits(list.with(index, item))),
        ),
      value,
    );
  }
  if (!isObject(value)) return value;
  let object: JsonObject = value;
  for (const name of Object.keys(value)) {
    const { [name]: inner, ...without } = object;
    const replaced = (item: unknown): JsonObject => ({ ...without, [name]: item });
    object = fits(without) ? without : replaced(shrink(inner, (item) => fits(replaced(item))));
  }
  return object;
}
