import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { importDescription } from "../import/import-description.js";
import {
  description,
  folderWith,
  ok,
  withOperation,
  type Written,
} from "../test-helpers/describe.js";
import { driftCommand, type DriftWorld } from "./drift.js";

const ORIGIN = "https://api.example.com/openapi.json";

/** What a vendor publishes: without names that a client could have. */
const upstream = (parameters: readonly Written[] = [], path = "/things"): Written => {
  const { openapi, info, servers, paths } = description({
    paths: { [path]: { get: { operationId: "ThingsController_get", parameters, ...ok() } } },
  });
  return { openapi, info, servers, paths };
};

const limit: Written = { name: "limit", in: "query", schema: { type: "integer" } };

const today = (): Date => new Date("2026-11-21T12:00:00Z");

/** Answers every request with one text. */
const world = (text: string): DriftWorld => ({
  fetch: async () => new Response(text, { headers: { "content-type": "application/json" } }),
});

/** A repository with one imported description, as the working directory. */
async function imported(document: Written): Promise<string> {
  const root = await folderWith({
    "specs/acme/overlay.yaml": {
      overlay: "1.0.0",
      info: { title: "Corrections", version: "1" },
      actions: [
        { target: "$", update: { "x-parley-provider": { name: "acme", title: "Acme" } } },
        { target: "$.paths['/things'].get", update: { operationId: "things.get" } },
      ],
    },
  });
  vi.spyOn(process, "cwd").mockReturnValue(root);
  const specs = join(root, "specs");
  const { fetch } = world(JSON.stringify(document));
  await importDescription({ provider: "acme", root, specs, from: ORIGIN, fetch, now: today });
  return root;
}

let output = "";
beforeEach(() => {
  output = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    output += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

test("an origin with the same bytes has not drifted", async () => {
  await imported(upstream());
  expect(await driftCommand(["acme"], world(JSON.stringify(upstream())))).toBe(0);
  expect(output).toBe(`acme: as it is at ${ORIGIN}\n`);
});

test("what changed upstream is told by the names that the overlay gives, and nothing is written", async () => {
  const root = await imported(upstream([limit]));
  const folder = join(root, "specs/acme");
  const read = async (): Promise<string[]> =>
    Promise.all(
      (await readdir(folder)).toSorted().map(async (name) => readFile(join(folder, name), "utf8")),
    );
  const before = await read();
  expect(await driftCommand([], world(JSON.stringify(upstream())))).toBe(1);
  expect(output).toBe(
    [
      `acme: ${ORIGIN} is no longer what was read on 2026-11-21: 1 change, 1 of them breaking`,
      "  major  `things.get` no longer takes `limit`: code that passes it stops compiling.",
      "Take it over with `parley import acme`.",
      "",
    ].join("\n"),
  );
  expect(await read()).toEqual(before);
});

test("other bytes that say the same are drift in form alone", async () => {
  await imported(upstream());
  expect(await driftCommand(["acme"], world(JSON.stringify(upstream(), null, 2)))).toBe(1);
  expect(output).toContain("is no longer what was read on 2026-11-21, in its form alone");
});

test("corrections that no longer match are told with what they aim at", async () => {
  await imported(upstream());
  expect(await driftCommand(["acme"], world(JSON.stringify(upstream([], "/items"))))).toBe(1);
  expect(output).toContain("no client can be made of it with specs/acme/overlay.yaml as it is:");
  expect(output).toContain("The target $.paths['/things'].get matches nothing");
});

test("a description that was written by hand has no origin", async () => {
  const root = await folderWith({ "specs/example/openapi.yaml": withOperation({}) });
  vi.spyOn(process, "cwd").mockReturnValue(root);
  const unused: DriftWorld = {
    fetch: async () => {
      throw new Error("Nothing is to be fetched.");
    },
  };
  expect(await driftCommand([], unused)).toBe(0);
  expect(output).toBe("example: written by hand, so that it has no origin\n");
});

test("an origin that is larger than allowed, or not https, is refused", async () => {
  const root = await imported(upstream());
  const answer = world(JSON.stringify(upstream([limit])));
  await expect(driftCommand(["acme"], { ...answer, maxBytes: 100 })).rejects.toThrow(
    "more than 100 bytes",
  );
  const source = join(root, "specs/acme/source.yaml");
  const record = await readFile(source, "utf8");
  await writeFile(source, record.replace("https://", "http://"));
  await expect(driftCommand(["acme"], answer)).rejects.toThrow("is not https");
});

test("an unknown provider or option is told as a wrong call", async () => {
  await imported(upstream());
  await expect(driftCommand(["acmee"])).rejects.toThrow("did you mean `acme`");
  await expect(driftCommand(["--fix"])).rejects.toThrow("--fix");
});
