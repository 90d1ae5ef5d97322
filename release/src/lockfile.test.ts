import { expect, test } from "vitest";
import { closureOf, type Lockfile } from "./lockfile.ts";

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
    "client@0.1.0": { dependencies: { alias: "old@3.0.0", old: "3.0.0" } },
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
