import type { Preference } from "./prism.js";

/**
 * Reads what a `Prefer` header (RFC 7240) asks of the mock: `code=404`, `example=name`,
 * `dynamic=true`, `seed=text`. Anything else in it is not for the mock.
 */
export function parsePrefer(header: string | undefined): Preference {
  const wanted = new Map(
    (header ?? "").split(/[,;]/).map((part) => {
      const [name = "", value = ""] = part.split(/=(.*)/s);
      return [name.trim().toLowerCase(), value.trim().replaceAll(/^"|"$/g, "")] as const;
    }),
  );
  const code = Number(wanted.get("code"));
  const example = wanted.get("example");
  const seed = wanted.get("seed");
  return {
    ...(code >= 100 && code <= 599 ? { code } : {}),
    ...(example === undefined ? {} : { example }),
    ...(wanted.get("dynamic") === "true" ? { dynamic: true } : {}),
    ...(seed === undefined ? {} : { seed }),
  };
}
