import { expect, test } from "vitest";
import { closureOf, type Lockfile } from "./lockfile.ts";
import { createSbom } from "./sbom.ts";

const LOCKFILE: Lockfile = {
  lockfileVersion: "9.0",
  importers: {
    "packages/chat": {
      dependencies: {
        "@acme/runtime": { specifier: "workspace:^", version: "link:../runtime" },
        parser: { specifier: "catalog:", version: "1.0.0(peer@2.0.0)" },
      },
      devDependencies: { tester: { specifier: "catalog:", version: "9.0.0" } },
    },
    "packages/runtime": {
      dependencies: { client: { specifier: "catalog:", version: "0.1.0" } },
    },
  },
  packages: {
    "client@0.1.0": { resolution: { integrity: "sha512-AQID" } },
    "old@3.0.0": { resolution: { integrity: "sha512-AAAA" } },
    "parser@1.0.0": {
      resolution: { integrity: "sha512-BBBB" },
      peerDependenciesMeta: { optional: { optional: true } },
    },
    "peer@2.0.0": { resolution: { integrity: "sha512-CCCC" } },
  },
  snapshots: {
    "client@0.1.0": { dependencies: { alias: "old@3.0.0" } },
    "old@3.0.0": { dependencies: { client: "0.1.0" } },
    "parser@1.0.0(peer@2.0.0)": { dependencies: { peer: "2.0.0", optional: "1.0.0" } },
    "peer@2.0.0": {},
  },
};

test("an install brings along what is needed at run time, by way of our own packages, and no more", () => {
  const { packages, own } = closureOf(LOCKFILE, "packages/chat");
  expect([...packages.keys()].toSorted()).toEqual([
    "client@0.1.0",
    "old@3.0.0",
    "parser@1.0.0",
    "peer@2.0.0",
  ]);
  expect([...own]).toEqual([
    ["packages/chat", ["packages/runtime", "parser@1.0.0"]],
    ["packages/runtime", ["client@0.1.0"]],
  ]);
});

test("an alias is counted as the package that it stands for, and a circle ends", () => {
  const { packages } = closureOf(LOCKFILE, "packages/runtime");
  expect([...packages.values()]).toEqual([
    { name: "client", version: "0.1.0", integrity: "sha512-AQID", needs: ["old@3.0.0"] },
    { name: "old", version: "3.0.0", integrity: "sha512-AAAA", needs: ["client@0.1.0"] },
  ]);
});

test("a bill of materials has every component with hash and licence, and no reference to nothing", () => {
  const sbom = createSbom({
    folder: "packages/chat",
    closure: closureOf(LOCKFILE, "packages/chat"),
    own: new Map([
      ["packages/chat", { name: "@acme/chat", version: "1.2.0" }],
      ["packages/runtime", { name: "@acme/runtime", version: "1.1.0" }],
    ]),
    licences: new Map([
      ["client@0.1.0", "ISC"],
      ["parser@1.0.0", "(MIT OR CC0-1.0)"],
    ]),
  });
  expect(sbom.metadata.component.purl).toBe("pkg:npm/%40acme/chat@1.2.0");
  expect(sbom.components.map(({ purl }) => purl)).toEqual([
    "pkg:npm/%40acme/runtime@1.1.0",
    "pkg:npm/client@0.1.0",
    "pkg:npm/old@3.0.0",
    "pkg:npm/parser@1.0.0",
    "pkg:npm/peer@2.0.0",
  ]);
  const [, client, , parser] = sbom.components;
  expect(client?.hashes).toEqual([{ alg: "SHA-512", content: "010203" }]);
  expect(client?.licenses).toEqual([{ license: { id: "ISC" } }]);
  expect(parser?.licenses).toEqual([{ expression: "(MIT OR CC0-1.0)" }]);
  const refs = new Set([sbom.metadata.component, ...sbom.components].map((one) => one["bom-ref"]));
  expect(new Set(sbom.dependencies.map(({ ref }) => ref))).toEqual(refs);
  expect(
    sbom.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref)),
  ).toEqual([]);
});
