/** Descriptions for tests: written to a folder of their own, and read as any other. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { DescriptionError } from "../description-error.js";
import { loadDescription } from "../description/load-description.js";
import { emitPackage } from "../emit/emit-package.js";
import { buildModel } from "../model/build-model.js";
import type { Model } from "../model/model.js";

/** Whatever a test wants a description to hold, right or wrong. */
export type Written = Readonly<Record<string, unknown>>;

/** A description with what it cannot do without, and whatever else is given. */
export function description(rest: Written): Written {
  return {
    openapi: "3.1.1",
    info: { title: "Example", version: "1" },
    servers: [{ url: "https://api.example.com/v1" }],
    "x-parley-provider": { name: "example", title: "Example" },
    paths: {},
    ...rest,
  };
}

/** A description with one operation, `things.get` at `GET /things`, and whatever else is given. */
export function withOperation(operation: Written, rest: Written = {}): Written {
  return description({
    paths: { "/things": { get: { operationId: "things.get", ...ok(), ...operation } } },
    ...rest,
  });
}

/** Responses with a JSON body of a schema. */
export function ok(schema: Written = { type: "object" }): Written {
  return { responses: { "200": { description: "Done.", ...json(schema) } } };
}

/** `content` with a schema as JSON. */
export function json(schema: unknown): Written {
  return { content: { "application/json": { schema } } };
}

/** A new folder with these files, until the test is over. JSON is YAML too. */
export async function folderWith(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "parley-codegen-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

/** The model of a description. */
export async function modelOf(written: Written): Promise<Model> {
  return buildModel(
    await loadDescription(await folderWith({ "openapi.yaml": written })),
    PUBLISHED,
  );
}

/** A reference that doc comments link to. */
const PUBLISHED = { documentationSite: "https://parley.example" };

/** The generated files of a description, by name. */
export async function emitted(written: Written): Promise<ReadonlyMap<string, string>> {
  const loaded = await loadDescription(await folderWith({ "openapi.yaml": written }));
  return emitPackage(loaded, buildModel(loaded, PUBLISHED));
}

/** One generated file of a description. */
export async function emittedFile(name: string, written: Written): Promise<string> {
  return (await emitted(written)).get(name) ?? "";
}

/** Where the problems are, in alphabetical order. */
export function placesOf(problems: readonly string[]): string[] {
  return problems.map((problem) => problem.slice(0, problem.indexOf(" "))).toSorted();
}

/** What is wrong with a description: the pointer and the message of each problem. */
export async function problemsOf(
  written: Written,
  files: Readonly<Record<string, unknown>> = {},
): Promise<string[]> {
  const folder = await folderWith({ "openapi.yaml": written, ...files });
  try {
    buildModel(await loadDescription(folder));
    return [];
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.problems.map(({ pointer, message }) => `${pointer} ${message}`);
  }
}

/** What a client has in another way than the description says: the pointer and the message of each. */
export async function warningsOf(written: Written): Promise<string[]> {
  const { warnings } = await modelOf(written);
  return warnings.map(({ pointer, message }) => `${pointer} ${message}`);
}
