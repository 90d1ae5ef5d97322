import { defineConfig } from "rolldown";

// A file costs Node about half a millisecond to load, whatever is in it, and the runtime has sixty
// modules: they are published as a file for each entry, and one for what entries share. Names and
// lines stay as they are, so that consumers' bundlers can still leave out what is not used.
export default defineConfig({
  input: {
    index: "src/index.ts",
    opentelemetry: "src/opentelemetry.ts",
    undici: "src/undici.ts",
    validation: "src/validation.ts",
  },
  platform: "neutral",
  external: ["openapi-fetch", "undici", "@opentelemetry/api", /^node:/],
  output: {
    dir: "dist",
    format: "esm",
    sourcemap: true,
    minify: false,
    chunkFileNames: "[name].js",
    codeSplitting: { groups: [{ name: "shared", minShareCount: 2 }] },
  },
});
