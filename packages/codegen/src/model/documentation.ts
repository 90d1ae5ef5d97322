import type { Documentation } from "./model.js";

/** Prose as it stands in an OpenAPI object. */
interface Described {
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly "x-parley-unverified"?: string;
}

/** The prose of an object; where it says nothing itself, that of the next. */
export function documentationOf(...sources: readonly (Described | undefined)[]): Documentation {
  const first = (key: "summary" | "description" | "x-parley-unverified"): string | undefined =>
    sources.find((source) => source?.[key] !== undefined)?.[key];
  return {
    summary: first("summary"),
    description: first("description"),
    unverified: first("x-parley-unverified"),
    deprecated: sources.some((source) => source?.deprecated === true),
  };
}
