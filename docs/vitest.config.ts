import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { name: "@parley/docs", include: ["src/**/*.test.ts"] },
});
