import type { Tamper } from "../connect.js";
import type { DescribedMethod } from "../description/described-method.js";
import type { Description } from "../description/description.js";
import { isObject, namesOf } from "../description/json.js";
import { callsOf } from "./calls.js";

/** A request that breaks the description in one point. */
export interface WrongRequest {
  readonly id: string;
  /** What is wrong with it. */
  readonly name: string;
  /** The part of the request where it is. */
  readonly where: "body" | "query" | "path";
  /** Makes it of the method's minimal call. */
  readonly tamper: Tamper;
}

/**
 * Requests that a method's schemas forbid, by Ajv's judgement. They prove that the mock looks:
 * Prism takes a schema that it cannot compile for one that allows everything.
 */
export function wrongRequests(
  description: Description,
  method: DescribedMethod,
): readonly WrongRequest[] {
  return [...wrongBodies(description, method), ...wrongParameters(description, method)];
}

function wrongBodies(description: Description, method: DescribedMethod): readonly WrongRequest[] {
  const { id, body } = method;
  // The wire does not say which method of its operation a request is a call of.
  const { operationSchema: schema } = body ?? {};
  if (schema === undefined || body?.mediaType !== "application/json") return [];
  const minimal = callsOf(description, method)[0]?.parameters["body"];
  const required = namesOf(description.object(schema)["required"]);
  const candidates: { readonly name: string; readonly value: unknown }[] = [
    { name: "a body of another type", value: Array.isArray(minimal) ? {} : [] },
    { name: "a body that is text", value: "text" },
    ...(isObject(minimal) ? required : []).map((property) => ({
      name: `a body without ${property}`,
      value: Object.assign({}, minimal, { [property]: undefined }),
    })),
  ];
  return (
    candidates
      // What is undefined is not in the JSON either.
      .map(({ name, value }) => ({ name, text: JSON.stringify(value) }))
      .filter(({ text }) => !description.fits(schema, JSON.parse(text)))
      .map(({ name, text }) => ({
        id,
        name,
        where: "body",
        tamper: (_, init) => {
          init.body = text;
          init.headers = new Headers(init.headers);
          init.headers.set("content-type", "application/json");
        },
      }))
  );
}

function wrongParameters(
  description: Description,
  method: DescribedMethod,
): readonly WrongRequest[] {
  return method.parameters.flatMap(({ name, in: place, schema }): WrongRequest[] => {
    if (place !== "query" && place !== "path") return [];
    // On the wire all is text: it is wrong only if it is no number and no list either.
    const isWrong = ["~", 1e21, ["~"]].every((value) => !description.fits(schema, value));
    if (!isWrong) return [];
    const tamper: Tamper =
      place === "query"
        ? (url) => url.searchParams.set(name, "~")
        : (url) => void (url.pathname = withSegment(url.pathname, method.path, name));
    return [{ id: method.id, name: `${name} ~`, where: place, tamper }];
  });
}

/** A path with the value of one parameter replaced. */
function withSegment(path: string, template: string, name: string): string {
  const parts = template.split("/");
  const segments = path.split("/");
  const index = parts.findIndex((part) => part.includes(`{${name}}`));
  const [before = "", after = ""] = (parts[index] ?? "").split(`{${name}}`);
  return segments.with(index - parts.length, `${before}~${after}`).join("/");
}
