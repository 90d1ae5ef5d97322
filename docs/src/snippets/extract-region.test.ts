import { expect, test } from "vitest";
import { extractRegion } from "./extract-region.ts";

const FILE = `import x from "x";
export function f() {
  // #region outer
  a();
  // #region inner
  if (b) {
    c();
  }
  // #endregion inner
  // #endregion outer
}
`;

test("a region has neither its markers nor the indentation that its lines share", () => {
  expect(extractRegion(FILE, "inner", "f.ts")).toBe("if (b) {\n  c();\n}");
});

test("markers of inner regions are not shown", () => {
  expect(extractRegion(FILE, "outer", "f.ts")).toBe("a();\nif (b) {\n  c();\n}");
});

test("without a region the whole file is shown, markers aside", () => {
  expect(extractRegion(FILE, undefined, "f.ts")).not.toContain("#region");
  expect(extractRegion(FILE, undefined, "f.ts")).toMatch(/^import x/);
});

test.each(["missing", "inne"])(
  "a region that is not there is an error that says so: %s",
  (name) => {
    expect(() => extractRegion(FILE, name, "f.ts")).toThrow(
      `f.ts has no region "${name}": put "// #region ${name}" before it`,
    );
  },
);

test("a region that does not end is an error", () => {
  expect(() => extractRegion("// #region a\nb();", "a", "f.ts")).toThrow('no region "a"');
});
