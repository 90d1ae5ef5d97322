import type { Operation } from "@parley/runtime";

/** A client's method, whatever its parameters. */
export interface ClientMethod {
  (parameters?: Readonly<Record<string, unknown>>): PromiseLike<unknown>;
  readonly operation: Operation;
}

/** Every method of a client, by its name in dots as a consumer writes it. */
export function clientMethods(client: object): ReadonlyMap<string, ClientMethod> {
  const methods = new Map<string, ClientMethod>();
  function visit(resource: object, names: readonly string[]): void {
    for (const [name, value] of Object.entries(resource)) {
      const path = [...names, name];
      if (isMethod(value)) methods.set(path.join("."), value);
      else if (typeof value === "object" && value !== null && name !== "api") visit(value, path);
    }
  }
  visit(client, []);
  return methods;
}

function isMethod(value: unknown): value is ClientMethod {
  return typeof value === "function" && "operation" in value;
}
