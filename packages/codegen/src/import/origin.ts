import { isAbsolute, relative, resolve, sep } from "node:path";
import { UsageError } from "../usage-error.js";

/** Where a description is imported from. */
export type Origin =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "file"; readonly path: string }
  | {
      readonly kind: "npm";
      /** `@example/openapi`. */
      readonly package: string;
      /** Its file, from the package's own folder on: `dist/openapi.json`. */
      readonly path: string;
    };

/** What may be read beside https URLs, files and packages. */
export interface OriginOptions {
  /** The repository: relative paths start here. */
  readonly root: string;
  /** Allows http to this machine, for tests. Default: false. */
  readonly allowLoopback?: boolean | undefined;
}

// The scope and the name, as npm allows them, and a path below the package.
const NPM = /^npm:((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)\/(.+)$/;

/**
 * Reads what stands after `--from`, and in `source.yaml`: an https URL, `npm:<package>/<path>`, or
 * the path of a file.
 *
 * @throws UsageError - it is none of them, or no such place may be read from.
 */
export function parseOrigin(from: string, { root, allowLoopback = false }: OriginOptions): Origin {
  if (from.startsWith("npm:")) {
    const [, name = "", path = ""] = NPM.exec(from) ?? [];
    if (name === "" || path.split("/").includes("..")) {
      throw new UsageError(
        `"${from}" is no file of a package: write npm:<package>/<path>, such as npm:@example/openapi/openapi.yaml.`,
      );
    }
    return { kind: "npm", package: name, path };
  }
  if (/^[a-z][a-z0-9+.-]+:/i.test(from)) {
    const fault = urlFault(from, allowLoopback);
    if (fault !== undefined) throw new UsageError(`${fault} Give an https URL, a path, or npm:…`);
    return { kind: "url", url: new URL(from).href };
  }
  return { kind: "file", path: resolve(root, from) };
}

/**
 * An origin as `source.yaml` has it: without this machine's folders.
 *
 * @param root - The repository.
 */
export function originText(origin: Origin, root: string): string {
  if (origin.kind === "url") return origin.url;
  if (origin.kind === "npm") return `npm:${origin.package}/${origin.path}`;
  return (isAbsolute(origin.path) ? relative(root, origin.path) : origin.path).split(sep).join("/");
}

/** What speaks against reading from a URL; undefined if nothing does. */
export function urlFault(written: string, allowLoopback: boolean): string | undefined {
  if (!URL.canParse(written)) return `"${written}" is no URL.`;
  const url = new URL(written);
  if (url.username !== "" || url.password !== "") {
    return `${url.origin} is named with credentials, which would end up in source.yaml.`;
  }
  if (url.protocol === "https:") return undefined;
  const isLoopback = ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url.protocol === "http:" && isLoopback && allowLoopback) return undefined;
  return `${written} is not https, so that anyone on the way could change the description.`;
}
