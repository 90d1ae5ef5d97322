import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // One project for each package, named like it: `vitest run --project @parley/runtime`.
    projects: ["packages/*", "examples/*", "docs", "docs/snippets", "release"],
  },
});
