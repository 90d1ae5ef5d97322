// What may come along with our packages. `pnpm check:dependencies` holds them to it.

/**
 * Everything that an install of a client brings along beside our own packages, for whom and why.
 * The generator and the mock run on developers' machines, and have no such list.
 */
export const AT_RUN_TIME: Readonly<
  Record<string, { readonly of: readonly string[] | "all"; readonly why: string }>
> = {
  "openapi-fetch": { of: "all", why: "the path style is its client" },
  "openapi-typescript-helpers": {
    of: "all",
    why: "types alone, which openapi-fetch's declarations use",
  },
  "eventsource-parser": { of: ["asapp"], why: "parses server-sent events as the WHATWG has them" },
  "@redis/client": { of: ["redis"], why: "node-redis: connections, reconnections, the protocol" },
};

/** The packages that have no such list. */
export const TOOLS: ReadonlySet<string> = new Set(["codegen", "mock"]);

/** Dependencies whose install scripts run, and why they have to. */
export const INSTALL_SCRIPTS: Readonly<Record<string, string>> = {
  esbuild: "checks that the binary of this platform, which came as a package, starts",
};

/** Licences that oblige nobody who uses our packages to more than to name the authors. */
export const LICENCES: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense",
]);
