import { defineConfig } from "rolldown";

// How every provider's package is built, from its own folder. A file costs Node about half a
// millisecond to load, whatever is in it, so that a package's own modules are published as one.
// Names and lines stay as they are; what it depends on stays a dependency.
export default defineConfig({
  input: { index: "./src/index.ts", "generated/types": "./src/generated/types.ts" },
  platform: "neutral",
  // Names of packages; paths begin with a dot or a slash.
  external: /^[@\w]/,
  output: {
    dir: "dist",
    format: "esm",
    sourcemap: true,
    minify: false,
    // Declarations have them.
    comments: { jsdoc: false },
  },
});
