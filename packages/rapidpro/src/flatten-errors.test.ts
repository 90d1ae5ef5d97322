import { describe, expect, test } from "vitest";
import { flattenErrors } from "./flatten-errors.js";
import type { RequestError } from "./generated/types.js";

describe("flattenErrors", () => {
  test.for<[string, RequestError, string[]]>([
    [
      "a property's messages, with its name",
      { name: ["This field may not be blank."] },
      ["name: This field may not be blank."],
    ],
    [
      "several messages about one property, one line each",
      { value: ["Too long.", "Not allowed."] },
      ["value: Too long.", "value: Not allowed."],
    ],
    [
      "an item of a list, by its index",
      { urns: { "0": ["URN is in use by another contact."], "12": ["Invalid URN."] } },
      ["urns.0: URN is in use by another contact.", "urns.12: Invalid URN."],
    ],
    [
      "a translation, by its language",
      { text: { eng: ["Too long."], fra: ["May not be blank."] } },
      ["text.eng: Too long.", "text.fra: May not be blank."],
    ],
    [
      "a contact's field, by its key",
      { fields: { age: ["Not a valid string."] } },
      ["fields.age: Not a valid string."],
    ],
    [
      "deeper levels, with the whole path",
      { quick_replies: { eng: { "1": { text: ["Too long."] } } } },
      ["quick_replies.eng.1.text: Too long."],
    ],
    [
      "references to many objects, which RapidPro does not nest",
      { contacts: ["No such object: x", "No such object: y"] },
      ["contacts: No such object: x", "contacts: No such object: y"],
    ],
    [
      "what is wrong with the whole body, without a path",
      { non_field_errors: ["No recipients."] },
      ["No recipients."],
    ],
    [
      "what is wrong with the query, without a path",
      { detail: "Param 'uuid': x is not a valid UUID." },
      ["Param 'uuid': x is not a valid UUID."],
    ],
    [
      "several properties, in the server's order",
      { non_field_errors: ["A."], urns: { "3": ["B."] }, name: ["C."] },
      ["A.", "urns.3: B.", "name: C."],
    ],
    [
      "a contact's field that is called detail, with its name",
      { fields: { detail: ["Not a valid string."], non_field_errors: ["Too long."] } },
      ["fields.detail: Not a valid string.", "fields.non_field_errors: Too long."],
    ],
  ])("tells %s", ([, body, expected]) => {
    expect(flattenErrors(body)).toEqual(expected);
  });

  test("tells a list of trees by position, as other builds of the server nest lists", () => {
    expect(flattenErrors({ urns: [{}, { path: ["Invalid."] }, ["Blank."]] })).toEqual([
      "urns.1.path: Invalid.",
      "urns.2: Blank.",
    ]);
  });

  test("takes a body that is text as its one line", () => {
    expect(flattenErrors("Server Error.")).toEqual(["Server Error."]);
  });

  test.for([[undefined], [null], [{}], [[]], [{ name: null }], [{ name: 4 }]])(
    "finds no message in %j",
    ([body]) => {
      expect(flattenErrors(body)).toEqual([]);
    },
  );
});
