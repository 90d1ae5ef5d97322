import { expect, test } from "vitest";
import { slug } from "./slug.ts";

test.each([
  ["messages.send", "messages-send"],
  ["autoSummary.createFreeTextSummary", "auto-summary-create-free-text-summary"],
  ["MESSAGE_INBOUND", "message-inbound"],
  ["contact.tag.updated", "contact-tag-updated"],
])("%s is at %s", (name, expected) => {
  expect(slug(name)).toBe(expected);
});
