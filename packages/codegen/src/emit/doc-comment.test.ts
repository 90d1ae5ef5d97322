import fc from "fast-check";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { docComment, plainText, wrap } from "./doc-comment.js";

test("a short comment is one line", () => {
  expect(docComment({ summary: "Get a contact" }, {}, "  ")).toBe("  /** Get a contact. */\n");
});

test("nothing to say is no comment", () => {
  expect(docComment({ description: " " })).toBe("");
});

test("paragraphs come in order: summary, description, notes, what is unverified, tags", () => {
  expect(
    docComment(
      {
        summary: "Get a contact",
        description: "By its id.",
        unverified: "Whether it is cached.",
        deprecated: true,
      },
      { notes: ["At most 5."], default: 10, example: "id:1", see: "https://example.com/" },
    ),
  ).toBe(`/**
 * Get a contact.
 *
 * By its id.
 *
 * At most 5.
 *
 * Unverified: Whether it is cached.
 *
 * @default 10
 * @example "id:1"
 * @see https://example.com/
 * @deprecated
 */
`);
});

describe("no description ends a comment or starts a tag:", () => {
  test.each<[string, string]>([
    ["the end of a comment", "a */ b"],
    ["an end that a control character parts", "a *\u0000/ b"],
    ["a tag at the start of a line", "Text.\n@deprecated Gone."],
    ["a tag within a line", "Text. @deprecated Gone."],
    ["a tag after another kind of line break", "Text.\u2028@deprecated Gone."],
    ["backticks and templates", "`${process.exit(1)}` ``` @deprecated"],
  ])("%s", (_what, description) => {
    const source = `${docComment({ description })}const a = 1;\n`;
    const file = ts.createSourceFile("a.ts", source, ts.ScriptTarget.ES2022, true);
    expect(file.statements).toHaveLength(1);
    expect(ts.getJSDocTags(file.statements[0] as ts.Statement)).toEqual([]);
  });

  test.each(["\u0085@deprecated", " \u007f@deprecated", " @deprecated", "\u2028@deprecated", "*/"])(
    "%j as an example",
    (example) => {
      const source = `${docComment({}, { default: { example }, example })}const a = 1;\n`;
      const file = ts.createSourceFile("a.ts", source, ts.ScriptTarget.ES2022, true);
      const tags = ts.getJSDocTags(file.statements[0] as ts.Statement);
      expect(tags.map(({ tagName }) => tagName.text)).toEqual(["default", "example"]);
      expect(source.split("\n")).toHaveLength(6);
    },
  );

  test("any text at all", { timeout: 60_000 }, () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "*/",
        "/*",
        "*",
        "/",
        "@deprecated ",
        "\n",
        "\r",
        "\u2028",
        "\u0085",
        "\u007f",
        " ",
        "`",
        "${",
        "{@link a}",
      ),
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, text, (summary, description) => {
        const source = `${docComment({ summary, description }, { default: summary, example: description })}const a = 1;\n`;
        const file = ts.createSourceFile("a.ts", source, ts.ScriptTarget.ES2022, true);
        const [statement] = file.statements;
        expect(file.statements).toHaveLength(1);
        expect(statement?.getText()).toBe("const a = 1;");
        const tags = statement === undefined ? [] : ts.getJSDocTags(statement);
        expect(tags.map(({ tagName }) => tagName.text)).toEqual(["default", "example"]);
      }),
      { numRuns: 300 },
    );
  });
});

test("every kind of line break is one, and control characters are left out", () => {
  expect(plainText("a\r\nb\rc\u2028d\u2029e\u0085f\u0000\u001b\u007fg\th")).toBe(
    "a\nb\nc\nd\ne\nfg\th",
  );
});

test("an address keeps its @", () => {
  expect(plainText("Write to mina@example.com.")).toBe("Write to mina@example.com.");
});

describe("long lines are broken", () => {
  test("at spaces, within the width", () => {
    expect(wrap("one two three four", 9)).toEqual(["one two", "three", "four"]);
  });

  test("with the indentation of a list item", () => {
    expect(wrap("- one two three", 9)).toEqual(["- one two", "  three"]);
  });

  test("but not before what would start a list, a heading or a quotation", () => {
    expect(wrap("one two - three # four > 5", 8)).toEqual(["one two -", "three #", "four > 5"]);
    expect(wrap("version 1. is old", 8)).toEqual(["version 1.", "is old"]);
  });

  test("before what only looks like the start of a block", () => {
    expect(wrap("one two three `four` -five #six *seven*", 8)).toEqual([
      "one two",
      "three",
      "`four`",
      "-five",
      "#six",
      "*seven*",
    ]);
  });

  test("but not in code or tables", () => {
    const markdown = "```\nlong line of code\n```\n| a long | table |";
    expect(wrap(markdown, 8)).toEqual(markdown.split("\n"));
  });

  test("and a word that is longer than the width stays whole", () => {
    expect(wrap("a https://example.com/long b", 8)).toEqual(["a", "https://example.com/long", "b"]);
  });
});
