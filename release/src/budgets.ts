// What Parley may cost those who use it, and why. `pnpm check:budgets` measures, and fails where a
// figure is above its budget. A budget is raised here, with its reason, or not at all; one that is
// far above what is measured says so, and is to be lowered.

/** The most that something may cost. */
export interface Budget {
  readonly most: number;
  readonly why: string;
}

const ONE_CALL =
  "one call in a browser or a worker, gzip: today's size and 2 %; where it goes is in ADR 0018, and 0.9 kB since then in what errors say was done (ADR 0020) and in what is refused";

/** Bytes, bundled by esbuild, minified, gzip. */
export const BUNDLES: Readonly<Record<string, Budget>> = {
  "asapp: one call": { most: 27_200, why: ONE_CALL },
  "rapidpro: one call": { most: 24_200, why: ONE_CALL },
  "respond-io: one call": { most: 23_700, why: ONE_CALL },
  "sinch: one call": { most: 26_000, why: ONE_CALL },
  "sinch: whole client": {
    most: 26_200,
    why: "everything that its main entry exports; a client has all methods, so little more than one call",
  },
  runtime: { most: 20_700, why: "what every provider shares: `createClient`, without a provider" },
};

/**
 * The import of a package and the creation of its client, as a part of what Node itself takes to
 * start. That makes figures of busy and idle machines alike: both parts slow down together.
 */
export const IMPORT_TIME: Budget = {
  most: 1,
  why: "today's is about 0.4; the platform's Request or Response, touched while loading, is 2 and more",
};

const PACKAGES =
  "one file of each package: its own, the runtime's and openapi-fetch's, as a file costs about half a millisecond, whatever is in it";

/** Files that Node reads to import a provider's package. */
export const IMPORT_FILES: Readonly<Record<string, Budget>> = {
  "@parley/asapp": { most: 4, why: `${PACKAGES}; the fourth parses its event stream` },
  "@parley/rapidpro": { most: 3, why: PACKAGES },
  "@parley/respond-io": { most: 3, why: PACKAGES },
  "@parley/sinch": { most: 3, why: PACKAGES },
};

/** Instantiations that TypeScript 5.9 counts for ten calls, with the client's creation. */
export const TYPE_CHECKS: Readonly<Record<string, Budget>> = {
  "method-calls": {
    most: 250,
    why: "methods have named types of their own; inference over all paths would be a hundred times as much",
  },
  "path-calls": {
    most: 22_000,
    why: "openapi-fetch infers over `paths`: about 2,000 a call, which is its own price",
  },
};

const CLIENT = "the runtime, openapi-fetch and its types: openapi-typescript-helpers";

/** Packages that an install brings along, our own and indirect ones included. */
export const INSTALLED: Readonly<Record<string, Budget>> = {
  "@parley/asapp": { most: 4, why: `${CLIENT}; eventsource-parser for its event stream` },
  "@parley/codegen": { most: 93, why: "runs on developers' machines: TypeScript, Redocly, Ajv" },
  "@parley/mock": { most: 152, why: "runs in tests: Prism brings most of them" },
  "@parley/rapidpro": { most: 3, why: CLIENT },
  "@parley/redis": { most: 4, why: `${CLIENT}; node-redis's client` },
  "@parley/respond-io": { most: 3, why: CLIENT },
  "@parley/runtime": { most: 2, why: "openapi-fetch and its types" },
  "@parley/sinch": { most: 3, why: CLIENT },
};
