import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "@parley/redis",
    // Servers and processes take their time to start on a busy machine.
    testTimeout: 30_000,
    globalSetup: ["src/test-helpers/global-setup.ts"],
  },
});
