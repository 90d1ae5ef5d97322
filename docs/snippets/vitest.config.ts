import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "@parley/snippets",
    // The descriptions of four providers are loaded once for all files, not once for each.
    isolate: false,
    fileParallelism: false,
    // The first test of a provider loads its description, which takes a busy machine seconds.
    testTimeout: 60_000,
  },
});
