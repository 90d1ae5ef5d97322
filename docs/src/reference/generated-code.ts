import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../repository-root.ts";

/** What the generated client says of a method. */
export interface GeneratedMethod {
  /** `Method`, `ListMethod`, or with `Optional` before it. */
  readonly kind: string;
  /** The names of the types of its parameters, its result and its errors, in that order. */
  readonly types: readonly string[];
  /** The lines of its doc comment: `Limit` to `800 requests in 1 second`. */
  readonly facts: ReadonlyMap<string, string>;
}

/** The methods of a provider's generated client, by the last part of their pages' addresses. */
export function readGeneratedMethods(provider: string): ReadonlyMap<string, GeneratedMethod> {
  const source = readGenerated(provider, "client.ts");
  const pattern = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*readonly \w+: (\w*Method)<([^;]*)>;/g;
  return new Map(
    [...source.matchAll(pattern)].flatMap(([, comment = "", kind = "", types = ""]) => {
      const [, slug] = /@see \S+\/([\w-]+)\/\s*$/m.exec(comment) ?? [];
      if (slug === undefined) return [];
      return [[slug, { kind, types: splitTypes(types), facts: readFacts(comment) }] as const];
    }),
  );
}

/** The type that each declared error status has: `404` to `ErrorResponse`. */
export function readErrorTypes(provider: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const source = readGenerated(provider, "types.ts");
  const declarations = source.matchAll(/^export type (\w+Errors) =([^;]*);/gm);
  return new Map(
    [...declarations].map(([, name = "", union = ""]) => [
      name,
      new Map(
        [...union.matchAll(/ApiError<(\d+), ([^;]*?)>(?=\s*(?:\||$))/g)].map(
          ([, status = "", type = ""]) => [status, type.replaceAll(/\s+/g, " ")],
        ),
      ),
    ]),
  );
}

/** What a type alias stands for: `AppsGetResult` to `App`. */
export function readAliases(provider: string): ReadonlyMap<string, string> {
  const source = readGenerated(provider, "types.ts");
  return new Map(
    [...source.matchAll(/^export type (\w+) = ([^;{]*);/gm)].map(([, name = "", type = ""]) => [
      name,
      type.replaceAll(/\s+/g, " ").trim(),
    ]),
  );
}

function readGenerated(provider: string, file: string): string {
  return readFileSync(join(repositoryRoot, "packages", provider, "src", "generated", file), "utf8");
}

function readFacts(comment: string): ReadonlyMap<string, string> {
  const lines = comment.replaceAll(/^\s*\* ?/gm, "");
  return new Map(
    [...lines.matchAll(/^- ([A-Z][\w ]*): ([^]*?)(?=\n- |\n\n|\n@|$(?![^]))/gm)].map(
      ([, name = "", text = ""]) => [name, text.replaceAll(/\s+/g, " ").trim()],
    ),
  );
}

/** The arguments of a type, commas inside of them aside. */
function splitTypes(text: string): readonly string[] {
  const types: string[] = [];
  let depth = 0;
  let current = "";
  for (const character of text) {
    if ("<{([".includes(character)) depth += 1;
    if (">})]".includes(character)) depth -= 1;
    if (character === "," && depth === 0) {
      types.push(current.trim());
      current = "";
    } else current += character;
  }
  return [...types, current.trim()].filter((type) => type !== "");
}
