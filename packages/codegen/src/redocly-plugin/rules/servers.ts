import type { Oas3Rule, UserContext } from "@redocly/openapi-core";
import { isObject, type JsonObject } from "../../description/json.js";
import {
  calledOperations,
  keyOf,
  listedChildren,
  namedChildren,
  type Located,
} from "../read-description.js";

/**
 * Servers can be told apart, and their variables are closed lists: a variable is part of the host
 * that credentials are sent to. Only one that is the whole host may be open, as that of a product
 * which people host themselves.
 */
export const servers: Oas3Rule = () => ({
  Root: {
    enter(node: unknown, context): void {
      if (!isObject(node)) return;
      const root: Located<JsonObject> = { node, location: context.location };
      checkNames(listedChildren(context, root, "servers"), context);

      const pathItems = namedChildren(context, root, "paths").map(([, pathItem]) => pathItem);
      for (const owner of [...pathItems, ...calledOperations(context, root)]) {
        for (const server of listedChildren(context, owner, "servers")) {
          if (nameOf(server, "name") !== undefined) continue;
          context.report({
            message:
              "A server of some operations only needs a name for the client to know it by: add `x-parley-server: { name: … }`.",
            location: server.location.child(["url"]),
          });
        }
      }
    },
  },
  Server: {
    enter({ url, variables = {} }, context): void {
      for (const [name, variable] of Object.entries(variables)) {
        if (variable.enum !== undefined || hostOf(url) === `{${name}}`) continue;
        context.report({
          message: `The server variable \`${name}\` accepts any value in the host that credentials are sent to: list its values in \`enum\`.`,
          location: keyOf(context.location.child(["variables", name])),
        });
      }
    },
  },
});

function checkNames(declared: readonly Located<JsonObject>[], context: UserContext): void {
  const seen = new Set<string>();
  for (const [index, server] of declared.entries()) {
    const environment = nameOf(server, "environment");
    const name = nameOf(server, "name");
    const names = JSON.stringify([environment, name]);
    if (environment !== undefined && name !== undefined) {
      context.report({
        message:
          "A server has an `environment` or a `name`, and not both: remove one, or use a variable in the URL.",
        location: keyOf(server.location.child(["x-parley-server"])),
      });
    } else if (index > 0 && server.node["x-parley-server"] === undefined) {
      context.report({
        message:
          "A further server without `x-parley-server` is out of a client's reach: add `environment` or `name`.",
        location: server.location.child(["url"]),
      });
    } else if (seen.has(names)) {
      context.report({
        message: "Two servers have the same `x-parley-server`: give each its own.",
        location: keyOf(server.location.child(["x-parley-server"])),
      });
    }
    seen.add(names);
  }
}

function nameOf(server: Located<JsonObject>, property: "environment" | "name"): unknown {
  const names = server.node["x-parley-server"];
  return isObject(names) ? names[property] : undefined;
}

function hostOf(url: string): string | undefined {
  return /^https?:\/\/([^/?#]*)/.exec(url)?.[1];
}
