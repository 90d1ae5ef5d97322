// What Parley may cost those who use it, and why. `pnpm check:budgets` measures, and fails where a
// figure is above its budget. A budget is raised here, with its reason, or not at all; one that is
// far above what is measured says so, and is to be lowered.

/** The most that something may cost. */
export interface Budget {
  readonly most: number;
  readonly why: string;
}

const ONE_CALL =
  "one call in a browser or a worker, gzip: today's size and 2 %; where it goes is in ADR 0018";

/** Bytes, bundled by esbuild, minified, gzip. */
export const BUNDLES: Readonly<Record<string, Budget>> = {
  "asapp: one call": { most: 26_400, why: ONE_CALL },
  "rapidpro: one call": { most: 23_500, why: ONE_CALL },
  "respond-io: one call": { most: 22_900, why: ONE_CALL },
  "sinch: one call": { most: 25_100, why: ONE_CALL },
  "sinch: whole client": {
    most: 25_300,
    why: "everything that its main entry exports; a client has all methods, so little more than one call",
  },
  runtime: { most: 19_900, why: "what every provider shares: `createClient`, without a provider" },
};

/**
 * The import of a package and the creation of its client, as a part of what Node itself takes to
 * start. That makes figures of busy and idle machines alike: both parts slow down together.
 */
export const IMPORT_TIME: Budget = {
  most: 1.2,
  why: "today's is about a half; the platform's Request or Response, touched while loading, is 2 and more",
};

const A_FILE = "a file costs about half a millisecond, whatever is in it";

/** Files that Node reads to import a provider's package. */
export const IMPORT_FILES: Readonly<Record<string, Budget>> = {
  "@parley/asapp": { most: 13, why: `${A_FILE}; five are its event stream, one the parser of it` },
  "@parley/rapidpro": { most: 12, why: `${A_FILE}; three are for URNs, datetimes and errors` },
  "@parley/respond-io": { most: 9, why: `${A_FILE}; six are the package's own` },
  "@parley/sinch": { most: 9, why: `${A_FILE}; six are the package's own` },
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
