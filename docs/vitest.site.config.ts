import { defineConfig } from "vitest/config";

// What the built site has to hold to: `pnpm docs:build` comes before it.
export default defineConfig({
  test: {
    name: "site",
    include: ["tests/**/*.test.ts"],
    globalSetup: "tests/global-setup.ts",
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
