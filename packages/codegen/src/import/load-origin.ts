import { realpath } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { BaseResolver, bundle, createConfig, Source } from "@redocly/openapi-core";
import { DescriptionError, type DescriptionProblem } from "../description-error.js";
import { isObject, type JsonObject } from "../description/json.js";
import { valueAt, type Pointer } from "../description/json-pointer.js";
import { fromRedocly } from "../description/redocly-problems.js";
import { findReferences } from "./find-references.js";
import { urlFault, type Origin } from "./origin.js";
import { parseDocument } from "./parse-document.js";
import {
  installedPackage,
  readOrigin,
  readReferenced,
  type ReadDocument,
  type ReadOptions,
} from "./read-origin.js";

/** A description as its origin has it, in one document. */
export interface LoadedOrigin {
  /** Of whatever version; nothing in it refers out of it. */
  readonly document: JsonObject;
  /** What was read: the description itself, and then what it refers to, in order. */
  readonly read: readonly ReadDocument[];
}

// More files than any description that is split by hand.
const MAX_DOCUMENTS = 2000;

/** Says whether a `$ref` may be followed, and to where. */
type Reach = (from: ReadDocument, ref: string) => Promise<Target | { readonly fault: string }>;

interface Target {
  readonly location: string;
  readonly name: string;
}

interface Loaded extends ReadDocument {
  readonly document: JsonObject;
}

/**
 * Reads a description and what it refers to, which has to be at the same origin (RFC 6454), in the
 * same package, or in the folder of its file or below.
 *
 * @throws DescriptionError - something cannot be read, is out of reach, or refers in a circle.
 */
export async function loadOrigin(origin: Origin, options: ReadOptions): Promise<LoadedOrigin> {
  const main = await readOrigin(origin, options);
  const reach = await reachOf(origin, main, options);
  const loaded = new Map<string, Loaded>();
  const targets = new Map<string, Target>();
  const problems: DescriptionProblem[] = [];
  const queue: ReadDocument[] = [main];

  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const document = parseDocument(next.text, next.name);
    loaded.set(next.location, { ...next, document });
    for (const { ref, pointer } of findReferences(document)) {
      const [address = ""] = ref.split("#", 1);
      if (address === "") continue;
      const target = await reach(next, address);
      if ("fault" in target) {
        problems.push({ file: next.name, pointer, message: target.fault });
        continue;
      }
      targets.set(`${next.location} ${address}`, target);
      const isKnown =
        loaded.has(target.location) || queue.some(({ location }) => location === target.location);
      if (isKnown) continue;
      if (loaded.size + queue.length >= MAX_DOCUMENTS) {
        throw failure(main.name, `It refers to more than ${MAX_DOCUMENTS} documents.`);
      }
      queue.push(await readReferenced(target.location, target.name, options));
    }
  }
  problems.push(...circles(loaded, targets));
  if (problems.length > 0) throw new DescriptionError(problems);

  const [entry, ...others] = loaded.values();
  if (entry === undefined) throw failure(main.name, "It is empty.");
  return {
    document: others.length === 0 ? entry.document : await bundled(entry, loaded),
    read: [entry, ...others].map(({ location, name, text, sha256 }) => ({
      location,
      name,
      text,
      sha256,
    })),
  };
}

async function reachOf(origin: Origin, main: ReadDocument, options: ReadOptions): Promise<Reach> {
  if (origin.kind === "url") {
    const home = new URL(main.location).origin;
    return async (from, ref) => {
      if (!URL.canParse(ref, from.location)) return { fault: `The $ref "${ref}" is no URL.` };
      const url = new URL(ref, from.location);
      const fault = urlFault(url.href, options.allowLoopback ?? false);
      if (fault === undefined && url.origin === home) return { location: url.href, name: url.href };
      return {
        fault: `The $ref "${ref}" leads to ${url.protocol === "file:" ? "this machine's files" : url.origin}, and only ${home} is read: import a bundled description, or a folder that has all of it.`,
      };
    };
  }
  const folder =
    origin.kind === "npm"
      ? (await installedPackage(origin, options.root)).folder
      : await realpath(dirname(main.location));
  return async (from, ref) => {
    // One letter may be a drive of Windows; a path has no other scheme.
    if (/^(?:[a-z][a-z0-9+.-]+:|\/\/)/i.test(ref)) {
      return {
        fault: `The $ref "${ref}" leads out of the folder of the description: keep a copy of it there, and refer to that by its path.`,
      };
    }
    const path = resolve(dirname(from.location), decoded(ref));
    const location = await realpath(path).catch(() => path);
    if (!location.startsWith(`${folder}${sep}`)) {
      return {
        fault: `The $ref "${ref}" leads out of the folder of the description: copy what it needs into the folder.`,
      };
    }
    return { location, name: relative(folder, location).split(sep).join("/") };
  };
}

function decoded(ref: string): string {
  try {
    return decodeURIComponent(ref);
  } catch {
    return ref;
  }
}

/** The `$ref`s that lead to one another and never to anything else. */
function circles(
  loaded: ReadonlyMap<string, Loaded>,
  targets: ReadonlyMap<string, Target>,
): DescriptionProblem[] {
  const ends = new Set<string>();
  return [...loaded.values()].flatMap((start) =>
    findReferences(start.document).flatMap(({ ref, pointer }) => {
      const seen = new Set<string>([`${start.location}${pointer}`]);
      let step: { location: string; ref: string } | undefined = { location: start.location, ref };
      while (step !== undefined) {
        const [address = "", fragment = ""] = step.ref.split("#", 2);
        const location: string =
          address === ""
            ? step.location
            : (targets.get(`${step.location} ${address}`)?.location ?? "");
        const place: Pointer = `#${decoded(fragment)}`;
        const key = `${location}${place}`;
        if (ends.has(key)) break;
        if (seen.has(key)) {
          return [
            {
              file: start.name,
              pointer,
              message: `The $ref "${ref}" leads back to itself and to nothing else: give one of the $refs on the way something to refer to.`,
            },
          ];
        }
        seen.add(key);
        const value = valueAt(loaded.get(location)?.document, place);
        const next: unknown = isObject(value) ? value["$ref"] : undefined;
        step = typeof next === "string" ? { location, ref: next } : undefined;
      }
      for (const key of seen) ends.add(key);
      return [];
    }),
  );
}

/** One document of several. What is read is what was checked, and nothing is read a second time. */
async function bundled(entry: Loaded, loaded: ReadonlyMap<string, Loaded>): Promise<JsonObject> {
  const source = ({ location, document }: Loaded): Source =>
    new Source(location, JSON.stringify(document), "application/json");
  const resolver = Object.assign(new BaseResolver(), {
    loadExternalRef: async (location: string): Promise<Source> => {
      const found =
        loaded.get(location) ?? loaded.get(await realpath(location).catch(() => location));
      if (found === undefined) throw failure(location, "It is not part of the description.");
      return source(found);
    },
  });
  const result = await bundle({
    doc: { source: source(entry), parsed: entry.document },
    config: await createConfig({ resolve: { doNotResolveExamples: true } }),
    externalRefResolver: resolver,
  });
  const errors = result.problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new DescriptionError(errors.map(fromRedocly));
  return JSON.parse(JSON.stringify(result.bundle.parsed)) as JsonObject;
}

function failure(file: string, message: string): DescriptionError {
  return new DescriptionError([{ file, pointer: "#", message }]);
}
