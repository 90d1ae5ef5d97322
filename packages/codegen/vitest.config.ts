import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "@parley/codegen",
    // Every file needs a bundler and a compiler, which take longer to load than most tests to run.
    isolate: false,
  },
});
