import { defineConfig } from "rolldown";

// A file costs Node about half a millisecond to load, whatever is in it, and the runtime has sixty
// modules: they are published as a file for each entry. Names and lines stay as they are, so that
// stacks can be read and consumers' bundlers can still leave out what is not used.
export default defineConfig({
  input: {
    index: "src/index.ts",
    opentelemetry: "src/opentelemetry.ts",
    undici: "src/undici.ts",
    validation: "src/validation.ts",
  },
  platform: "neutral",
  // What entries share is in that which every client loads: it exports what the others need of it
  // besides its own exports, under letters.
  preserveEntrySignatures: "allow-extension",
  external: ["openapi-fetch", "undici", "@opentelemetry/api", /^node:/],
  output: {
    dir: "dist",
    format: "esm",
    sourcemap: true,
    minify: false,
    // Declarations have them, and they are a quarter of what an engine would scan.
    comments: { jsdoc: false },
    codeSplitting: { groups: [{ name: "index", test: /src\/index\.ts$/ }] },
  },
});
