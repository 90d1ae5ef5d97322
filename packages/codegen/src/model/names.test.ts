import { expect, test } from "vitest";
import { camelCase, kebabCase, pascalCase } from "./names.js";

test.each([
  ["contacts.createOrUpdate", "ContactsCreateOrUpdate", "contactsCreateOrUpdate"],
  ["respond-io", "RespondIo", "respondIo"],
  ["simple_user.v2", "SimpleUserV2", "simpleUserV2"],
])("%s is %s as a type, and %s as a constant", (name, pascal, camel) => {
  expect([pascalCase(name), camelCase(name)]).toEqual([pascal, camel]);
});

test.each([
  ["contacts.createOrUpdate", "contacts-create-or-update"],
  ["conversations.messages.list", "conversations-messages-list"],
  ["media.getUrlV2", "media-get-url-v2"],
])("%s is %s in a URL", (name, kebab) => {
  expect(kebabCase(name)).toBe(kebab);
});
