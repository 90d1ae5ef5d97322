import { ConfigurationError } from "@parley/runtime";
import type { Urn } from "./generated/types.js";

type SchemeOf<Name extends string> = Name extends `${infer Scheme}:${string}` ? Scheme : never;

/**
 * The schemes that RapidPro is known to use; there may be others. `deleted` is only ever read, so
 * that no parameter takes it.
 */
export type UrnScheme = SchemeOf<Urn> | "deleted" | (string & {});

/** The parts of a URN, as they read: nothing in them is escaped. */
export interface UrnParts<Scheme extends UrnScheme = UrnScheme> {
  readonly scheme: Scheme;
  readonly path: string;
  /** What follows `?`; input only, RapidPro never gives it out. */
  readonly query?: string | undefined;
  /** What follows `#`: the name to show; input only. */
  readonly display?: string | undefined;
}

// RapidPro's own limit for the whole of it, in characters.
const LONGEST = 255;

const URN =
  /^(?<scheme>[a-z][a-z0-9+.-]*):(?<path>[^?#]+)(?:\?(?<query>[^?#]*))?(?:#(?<display>[^?#]*))?$/;

/**
 * Reads a URN, as RapidPro gives it out or takes it.
 *
 * @throws ConfigurationError - it has no scheme or no path, a second `?` or `#`, or more than 255
 * characters.
 * @example
 * ```ts
 * parseUrn("tel:+250788123123"); // { scheme: "tel", path: "+250788123123" }
 * ```
 */
export function parseUrn(urn: string): UrnParts {
  // RapidPro counts code points, not UTF-16 units.
  const groups = Array.from(urn).length <= LONGEST ? URN.exec(urn)?.groups : undefined;
  const { scheme, path, query, display } = groups ?? {};
  if (scheme === undefined || path === undefined) {
    throw new ConfigurationError(
      `A URN has a lower-case scheme, a colon, a path, at most one "?" and one "#" after it, and at most ${LONGEST} characters: "tel:+250788123123".`,
    );
  }
  return {
    scheme,
    path: unescapePart(path),
    ...(query ? { query: unescapePart(query) } : {}),
    ...(display ? { display: unescapePart(display) } : {}),
  };
}

/**
 * Writes a URN; the opposite of {@link parseUrn}.
 *
 * @throws ConfigurationError - there is no path, the scheme is none, or the whole has more than 255
 * characters.
 * @example
 * ```ts
 * formatUrn({ scheme: "tel", path: "+250788123123" }); // "tel:+250788123123"
 * ```
 */
export function formatUrn<Scheme extends UrnScheme>(
  parts: UrnParts<Scheme>,
): `${Scheme}:${string}` {
  const { scheme, path, query, display } = parts;
  const suffix = `${query ? `?${escapePart(query)}` : ""}${display ? `#${escapePart(display)}` : ""}`;
  const urn: `${Scheme}:${string}` = `${scheme}:${escapePart(path)}${suffix}`;
  // A colon in the scheme would move the border to the path.
  if (parseUrn(urn).scheme === scheme) return urn;
  throw new ConfigurationError(`"${scheme}" is no scheme of a URN; give one such as "tel".`);
}

// The characters that part a URN, and the one that escapes them: RapidPro escapes these and no others.
function escapePart(part: string): string {
  return part.replace(/[%?#]/g, (character) => encodeURIComponent(character));
}

function unescapePart(part: string): string {
  return part.replace(/%(?:25|3F|23)/g, (sequence) => decodeURIComponent(sequence));
}
