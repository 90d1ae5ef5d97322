import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, listOf, textOf } from "../description/json.js";
import type { JsonObject } from "../description/json.js";

/** What samples are bodies of, as the folders under `samples` are called. */
const SAMPLE_KINDS = ["responses", "requests", "webhooks"] as const;

type SampleKind = (typeof SAMPLE_KINDS)[number];

/** One change to a sample's body, after which it is wrong. */
export interface Twin {
  readonly fact: string;
  /** Where the change is made: a JSON Pointer into the body. */
  readonly path: string;
  /** What is set there; undefined where what is there is taken away. */
  readonly value: unknown;
  readonly remove: boolean;
  /** Where validation has to object: a JSON Pointer into the changed body. */
  readonly pointer: string;
}

/** A body that was written from a provider's sources, apart from its description. */
export interface Sample {
  readonly kind: SampleKind;
  /** `responses/contacts.get.full.json` */
  readonly file: string;
  /** The operationId, or the webhook's key. */
  readonly of: string;
  /** The method whose narrower body is meant; undefined for the operation's own. */
  readonly method: string | undefined;
  /** The response's status; undefined for other kinds. */
  readonly status: string | undefined;
  /** What the sample stands for. */
  readonly fact: string;
  readonly body: unknown;
  readonly broken: readonly Twin[];
}

const KEYS: Readonly<Record<SampleKind, readonly string[]>> = {
  responses: ["operation", "status", "fact", "body", "broken"],
  requests: ["operation", "method", "fact", "body", "broken"],
  webhooks: ["webhook", "fact", "body", "broken"],
};

/**
 * Reads the samples in a provider's `samples` folder.
 *
 * @throws Error - a file is not a sample; the message names it and what is wrong.
 */
export function readSamples(folder: string): readonly Sample[] {
  return SAMPLE_KINDS.flatMap((kind) => {
    const names = existsSync(join(folder, kind)) ? readdirSync(join(folder, kind)) : [];
    return names.toSorted().map((name) => {
      const text = readFileSync(join(folder, kind, name), "utf8");
      return readSample(kind, name, JSON.parse(text));
    });
  });
}

/** Reads one sample; see {@link readSamples}. */
export function readSample(kind: SampleKind, name: string, written: unknown): Sample {
  const file = `${kind}/${name}`;
  if (!isObject(written)) throw new Error(`${file}: it is no object.`);
  const strange = Object.keys(written).find((key) => !KEYS[kind].includes(key));
  if (strange !== undefined) {
    throw new Error(`${file}: there is no key "${strange}"; give ${KEYS[kind].join(", ")}.`);
  }
  if (!("body" in written)) throw new Error(`${file}: the key "body" is missing.`);
  const of = required(written, kind === "webhooks" ? "webhook" : "operation", file);
  if (!name.startsWith(`${of}.`) || !/\.[A-Za-z0-9]+\.json$/.test(name.slice(of.length))) {
    throw new Error(`${file}: it is a sample of ${of}; call it ${of}.<name>.json.`);
  }
  const broken = listOf(written["broken"]).map((twin, index) =>
    readTwin(twin, `${file}: broken/${index}`),
  );
  if (broken.length === 0) {
    throw new Error(`${file}: it has no "broken" twin, so that it passes any schema.`);
  }
  return {
    kind,
    file,
    of,
    method: textOf(written["method"]),
    status: kind === "responses" ? required(written, "status", file) : undefined,
    fact: required(written, "fact", file),
    body: written["body"],
    broken,
  };
}

const TWIN_KEYS: ReadonlySet<string> = new Set(["fact", "path", "value", "remove", "pointer"]);

function readTwin(written: unknown, where: string): Twin {
  if (!isObject(written)) throw new Error(`${where}: it is no object.`);
  const strange = Object.keys(written).find((key) => !TWIN_KEYS.has(key));
  if (strange !== undefined) throw new Error(`${where}: there is no key "${strange}".`);
  const remove = written["remove"] === true;
  if (remove === "value" in written) {
    throw new Error(`${where}: give either "value" or "remove": true.`);
  }
  const path = textOf(written["path"]);
  const pointer = textOf(written["pointer"]);
  if (path === undefined || pointer === undefined) {
    throw new Error(`${where}: "path" and "pointer" are JSON Pointers.`);
  }
  return { fact: required(written, "fact", where), path, pointer, remove, value: written["value"] };
}

function required(written: JsonObject, key: string, where: string): string {
  const value = textOf(written[key]);
  if (value === undefined || value.trim() === "") {
    throw new Error(`${where}: the key "${key}" is missing.`);
  }
  return value;
}
