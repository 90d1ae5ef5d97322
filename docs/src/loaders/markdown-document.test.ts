import { expect, test } from "vitest";
import { readDocument } from "./markdown-document.ts";

const PAGES: Readonly<Record<string, string>> = {
  "docs/adr/0002-esm-only.md": "/decisions/0002-esm-only/",
  "bench/a.svg": "/a.svg",
};
const pageOf = (file: string): string | undefined => PAGES[file];

test("a document has the title and the first sentence that it is known by", () => {
  const { title, description, body } = readDocument(
    "# 0001. The `x` of *y*\n\nStatus: accepted.\n\n## Why\n\nIt is so, as `it` was. More.",
    "docs/adr/0001-x.md",
    pageOf,
  );
  expect(title).toBe("0001. The x of y");
  expect(description).toBe("It is so, as it was.");
  expect(body).not.toContain("# 0001");
});

test("links to files that have pages lead there, those to other files are text", () => {
  const { body } = readDocument(
    "# A\n\n[one](../adr/0002-esm-only.md#choice), [two](../../scripts/x.mjs), [`[three]`](gone.md), [four](https://example.com), [five](#here)",
    "docs/contributing/a.md",
    pageOf,
  );
  expect(body.trim()).toBe(
    "[one](/decisions/0002-esm-only/#choice), two, `[three]`, [four](https://example.com), [five](#here)",
  );
});

function readImage(name: string): string {
  return readDocument(`# A\n\n![Bars](../../bench/${name})`, "docs/guides/a.md", pageOf).body;
}

test("an image of the repository is that of the site, and one that the site has not is an error", () => {
  expect(readImage("a.svg").trim()).toBe("![Bars](/a.svg)");
  expect(() => readImage("b.svg")).toThrow(
    "docs/guides/a.md: the site has no image ../../bench/b.svg",
  );
});

test("a document without a title is an error that names it", () => {
  expect(() => readDocument("Text", "docs/adr/x.md", pageOf)).toThrow(
    'docs/adr/x.md: it has no title; begin it with "# "',
  );
});
