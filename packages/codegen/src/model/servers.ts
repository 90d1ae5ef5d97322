import { childPointer, type Pointer } from "../description/json-pointer.js";
import type { Server } from "../description/openapi.js";
import type { ModelContext } from "./model-context.js";
import type { ServerModel, ServerVariableModel } from "./model.js";
import type { LocatedOperation } from "./parameters.js";

/** The servers of a description, which grow by those that single operations use. */
export interface ServerRegistry {
  readonly servers: Map<string, ServerModel>;
  readonly variables: Map<string, ServerVariableModel>;
}

/** The servers of the document's root. */
export function rootServers(context: ModelContext): ServerRegistry {
  const registry: ServerRegistry = { servers: new Map(), variables: new Map() };
  const { servers = [] } = context.document;
  if (servers.length === 0) {
    context.report("#", "No server is described: add `servers` with the URL of the API.");
  }
  servers.forEach((server, index) => {
    const pointer = childPointer("#", "servers", index);
    const { environment, name } = server["x-parley-server"] ?? {};
    addServer(context, registry, environment ?? name ?? "default", server, pointer);
  });
  return registry;
}

/** The name of the server of an operation, where it is not the first of the document. */
export function serverOf(
  context: ModelContext,
  registry: ServerRegistry,
  { operation, pathItem, pointer, pathItemPointer }: LocatedOperation,
): string | undefined {
  const own = operation.servers ?? [];
  const [servers, owner] =
    own.length > 0 ? [own, pointer] : [pathItem.servers ?? [], pathItemPointer];
  const [server, ...others] = servers;
  if (server === undefined) return undefined;
  const place = childPointer(owner, "servers", 0);
  if (others.length > 0) {
    context.report(
      childPointer(owner, "servers"),
      "An operation has one server: leave the others out, or use a variable in the URL.",
    );
  }
  const [first] = registry.servers.values();
  const { name } = server["x-parley-server"] ?? {};
  if (name === undefined) return undefined;
  const known = registry.servers.get(name);
  if (known === undefined || known.url !== trimmed(server.url)) {
    addServer(context, registry, name, server, place);
  }
  return name === first?.name ? undefined : name;
}

function addServer(
  context: ModelContext,
  { servers, variables }: ServerRegistry,
  name: string,
  server: Server,
  pointer: Pointer,
): void {
  const { report } = context;
  if (!/^https?:\/\/[^/?#]/.test(server.url) || /[?#]/.test(server.url)) {
    report(
      childPointer(pointer, "url"),
      "A server's URL is absolute and has neither query nor fragment: write it from https:// on.",
    );
  }
  const other = servers.get(name);
  if (other !== undefined) {
    report(
      childPointer(pointer, "url"),
      `The server "${name}" is described elsewhere as ${other.url}: make the two the same, or rename one.`,
    );
    return;
  }
  servers.set(name, {
    name,
    url: trimmed(server.url),
    isEnvironment: server["x-parley-server"]?.environment !== undefined,
    description: server.description,
  });
  for (const [, variable = ""] of server.url.matchAll(/\{([^{}]*)\}/g)) {
    addVariable(context, variables, variable, server, pointer);
  }
}

function addVariable(
  { report }: ModelContext,
  variables: Map<string, ServerVariableModel>,
  name: string,
  server: Server,
  pointer: Pointer,
): void {
  const place = childPointer(pointer, "variables", name);
  const written =
    server.variables !== undefined && Object.hasOwn(server.variables, name)
      ? server.variables[name]
      : undefined;
  if (written === undefined) {
    report(
      childPointer(pointer, "url"),
      `The URL has {${name}}, but \`variables\` does not: describe it there, with a default.`,
    );
    return;
  }
  if (!/^[a-z][A-Za-z0-9]*$/.test(name) || name === "environment") {
    report(
      place,
      `A server variable is a client option, so "${name}" has to be another camelCase name.`,
    );
  }
  const known = variables.get(name);
  const isSame =
    known === undefined ||
    (known.default === written.default &&
      JSON.stringify(known.enum) === JSON.stringify(written.enum));
  if (!isSame) {
    report(
      place,
      `Another server has the variable "${name}" with another default or enum: make them the same, or rename one.`,
    );
  }
  if (known === undefined) {
    variables.set(name, {
      name,
      default: written.default,
      enum: written.enum,
      description: written.description,
    });
  }
}

function trimmed(url: string): string {
  let end = url.length;
  // A pattern would look at every slash as often as there are slashes.
  while (url.charAt(end - 1) === "/") end -= 1;
  return url.slice(0, end);
}
