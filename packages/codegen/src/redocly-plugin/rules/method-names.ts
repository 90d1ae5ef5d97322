import type { Location, Oas3Rule } from "@redocly/openapi-core";
import { calledOperations, childObject, keyOf } from "../read-description.js";
import { rootRule } from "../root-rule.js";
import { validatorAt } from "../vocabulary.js";

interface NamedMethod {
  readonly name: string;
  readonly location: Location;
  readonly onKey: boolean;
}

const isMethodName: (name: string) => boolean = validatorAt("#/$defs/methodName");

/**
 * Every method has a name that the client can have: a path of camelCase names in dots, unique, and
 * not both a method and a group of methods.
 */
export const methodNames: Oas3Rule = rootRule((root, context) => {
  const report = ({ location, onKey }: NamedMethod, message: string): void =>
    context.report({ message, location: onKey ? keyOf(location) : location });

  const methods: NamedMethod[] = [];
  for (const operation of calledOperations(context, root)) {
    const several = childObject(context, operation, "x-parley-methods");
    if (operation.id === undefined) {
      context.report({
        message: "The operation has no operationId: add the method's path, such as `contacts.get`.",
        location: keyOf(operation.location),
      });
      continue;
    }
    const id: NamedMethod = {
      name: operation.id,
      location: operation.location.child(["operationId"]),
      onKey: false,
    };
    if (!isMethodName(id.name)) {
      report(
        id,
        `The operationId \`${id.name}\` is not a method's path: write camelCase names joined by dots, such as \`contacts.get\`.`,
      );
    }
    methods.push(id);
    for (const name of Object.keys(several?.node ?? {})) {
      if (several !== undefined && name !== id.name) {
        methods.push({ name, location: several.location.child([name]), onKey: true });
      }
    }
  }

  for (const method of methods) {
    const reason = reservedFor(method.name);
    if (reason !== undefined) {
      report(method, `The method \`${method.name}\` takes ${reason}: choose another name.`);
    }
  }

  const byTypeName = new Map<string, NamedMethod>();
  for (const method of methods) {
    // Names that differ in case alone would be read as one.
    const key = typeName(method.name).toLowerCase();
    const earlier = byTypeName.get(key);
    if (earlier === undefined) {
      byTypeName.set(key, method);
    } else if (earlier.name === method.name) {
      report(method, `Two operations have the method \`${method.name}\`: give each its own name.`);
    } else {
      report(
        method,
        `The methods \`${method.name}\` and \`${earlier.name}\` would share the type name ${typeName(method.name)}: rename one.`,
      );
    }
  }

  const groups = new Map<string, string>();
  for (const { name } of methods) {
    for (let dot = name.indexOf("."); dot > 0; dot = name.indexOf(".", dot + 1)) {
      if (!groups.has(name.slice(0, dot))) groups.set(name.slice(0, dot), name);
    }
  }
  for (const method of methods) {
    const member = groups.get(method.name);
    if (member !== undefined) {
      report(
        method,
        `\`${method.name}\` is a method, and by \`${member}\` a group of methods too: rename it, such as \`${method.name}.get\`.`,
      );
    }
  }
});

/** `ContactsGet`, by which a method's types are named. */
function typeName(name: string): string {
  return name
    .split(".")
    .map((segment) => segment.charAt(0).toUpperCase() + segment.slice(1))
    .join("");
}

function reservedFor(name: string): string | undefined {
  const segments = name.split(".");
  if (segments[0] === "api") return "the place of `client.api`, the path-style client";
  if (segments.includes("then"))
    return "the name `then`, which would make its group a promise to `await`";
  return undefined;
}
