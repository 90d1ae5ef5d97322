import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { INHERITED_NAMES, pascalCase } from "../model/names.js";
import { describedOperations } from "./described-operations.js";
import { proposeMethodNames } from "./propose-method-names.js";

/** The names that are proposed for `GET /contacts` and its like, each with a tag or without. */
function namesOf(
  operations: readonly (readonly [line: string, tag?: string | undefined, id?: string])[],
) {
  const paths: Record<string, Record<string, object>> = {};
  for (const [line, tag, operationId] of operations) {
    const [method = "", path = ""] = line.split(" ");
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        ...(tag === undefined ? {} : { tags: [tag] }),
        ...(operationId === undefined ? {} : { operationId }),
      },
    };
  }
  const document = { paths };
  return proposeMethodNames(document, describedOperations(document)).map(({ name }) => name);
}

describe("names are proposed", () => {
  test("from the path and the verb", () => {
    expect(
      namesOf([
        ["GET /api/v2/contacts"],
        ["POST /api/v2/contacts"],
        ["GET /api/v2/contacts/{id}"],
        ["PATCH /api/v2/contacts/{id}"],
        ["PUT /api/v2/contacts/{id}"],
        ["DELETE /api/v2/contacts/{id}"],
        ["POST /api/v2/contacts/{id}/merge"],
        ["GET /api/v2/contacts/{id}/message-threads"],
        ["GET /api/v2/status"],
      ]),
    ).toEqual([
      "contacts.list",
      "contacts.create",
      "contacts.get",
      "contacts.update",
      "contacts.replace",
      "contacts.delete",
      "contacts.merge",
      "contacts.messageThreads.list",
      "status.get",
    ]);
  });

  test("from the tag on, where the path has it, and below it, where it has not", () => {
    expect(
      namesOf([
        ["GET /files/{key}/comments", "Comments"],
        ["GET /invoices", "Billing"],
        ["GET /messages/{id}/reactions", "Message Reactions"],
      ]),
    ).toEqual(["comments.list", "billing.invoices.list", "messageReactions.list"]);
  });

  test("from an operationId that is a path already", () => {
    expect(
      namesOf([
        ["GET /a", undefined, "repos/get-branch"],
        ["GET /b", undefined, "b.read"],
      ]),
    ).toEqual(["repos.getBranch", "b.read"]);
  });

  test("so that none of those that clash has the short one by being first", () => {
    expect(
      namesOf([
        ["GET /files/{key}/comments", "Comments"],
        ["GET /teams/{id}/comments", "Comments"],
      ]),
    ).toEqual(["files.comments.list", "teams.comments.list"]);
  });

  test("so that no method is a group of methods too", () => {
    const names = namesOf([
      ["POST /files/export"],
      ["GET /files/export/{id}"],
      ["GET /files/export/{id}/get"],
    ]);
    expect(new Set(names).size).toBe(3);
    expect(names.filter((name) => names.some((other) => other.startsWith(`${name}.`)))).toEqual([]);
  });

  test("apart from the types of schemas", () => {
    const document = {
      components: { schemas: { ContactsListResult: {} } },
      paths: { "/contacts": { get: { operationId: "listContacts" } } },
    };
    const [proposed] = proposeMethodNames(document, describedOperations(document));
    expect(proposed?.name).toBe("contacts.listContacts");
  });
});

test("whatever the paths and tags are, names are valid, unique, and none begins another", () => {
  const segment = fc.oneof(
    fc.constantFrom("a", "as", "export", "v1", "constructor", "api", "then", "2fa", "{id}", "é"),
    fc.string({ maxLength: 6 }).map((text) => text.replaceAll("/", "")),
  );
  const operation = fc.tuple(
    fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join("/")}`),
    fc.constantFrom("get", "put", "post", "delete", "patch"),
    fc.option(fc.oneof(fc.constantFrom("as", "Export", "api"), fc.string({ maxLength: 5 })), {
      nil: undefined,
    }),
    fc.option(fc.constantFrom("a.b", "a/b/c", "a", "getA", ""), { nil: undefined }),
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 25 }), (operations) => {
      const paths: Record<string, Record<string, object>> = {};
      for (const [path, method, tag, operationId] of operations) {
        paths[path] = { ...paths[path], [method]: { tags: [tag], operationId } };
      }
      const document = { paths };
      const found = describedOperations(document);
      const names = proposeMethodNames(document, found).map(({ name }) => name);
      expect(names).toHaveLength(found.length);
      for (const name of names) {
        expect(name).toMatch(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$/);
        expect(name.split(".").filter((part) => INHERITED_NAMES.has(part))).toEqual([]);
        expect(name).not.toMatch(/^api\.|(?:^|\.)then(?:\.|$)/);
        expect(names.filter((other) => other.startsWith(`${name}.`))).toEqual([]);
      }
      expect(new Set(names.map((name) => pascalCase(name).toLowerCase())).size).toBe(names.length);
    }),
  );
});
