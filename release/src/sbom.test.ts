import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { expect, test } from "vitest";
import { readInstalledLicences } from "./installed-licences.ts";
import { closureOf, readLockfile } from "./lockfile.ts";
import { publishedPackages } from "./packed-packages.ts";
import { createSbom, type Sbom } from "./sbom.ts";

const packages = publishedPackages();
const lockfile = readLockfile();
const licences = readInstalledLicences();

function sbomOf(folder: string): Sbom {
  const own = new Map(
    packages.map(({ folder: path, name, manifest }) => [
      path,
      { name, version: String(manifest["version"]) },
    ]),
  );
  return createSbom({ folder, closure: closureOf(lockfile, folder), own, licences });
}

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

test.each(packages)("the bill of materials of $name is one by CycloneDX's schema", async (one) => {
  expect(await validator.validate(JSON.stringify(sbomOf(one.folder)))).toBeNull();
});

test("a component without a name is none by that schema", async () => {
  const sbom = sbomOf("packages/sinch");
  const components = sbom.components.map(({ name: _name, ...others }) => others);
  expect(await validator.validate(JSON.stringify({ ...sbom, components }))).not.toBeNull();
});

test("a bill of materials has every component with hash and licence, and no reference to nothing", () => {
  const sbom = createSbom({
    folder: "packages/chat",
    closure: {
      own: new Map([
        ["packages/chat", ["packages/runtime", "parser@0.1.0"]],
        ["packages/runtime", ["client@0.1.0"]],
      ]),
      packages: new Map(
        [
          { name: "client", integrity: "sha512-AQID", needs: ["old@0.1.0"] },
          { name: "old", integrity: "sha512-AAAA", needs: [] },
          { name: "parser", integrity: "sha512-BBBB", needs: ["old@0.1.0"] },
        ].map((one) => [`${one.name}@0.1.0`, { ...one, version: "0.1.0" }]),
      ),
    },
    own: new Map([
      ["packages/chat", { name: "@acme/chat", version: "1.2.0" }],
      ["packages/runtime", { name: "@acme/runtime", version: "1.1.0" }],
    ]),
    licences: new Map([
      ["client@0.1.0", "ISC"],
      ["parser@0.1.0", "(MIT OR CC0-1.0)"],
    ]),
  });
  expect(sbom.metadata.component.purl).toBe("pkg:npm/%40acme/chat@1.2.0");
  expect(sbom.components.map(({ purl }) => purl)).toEqual([
    "pkg:npm/%40acme/runtime@1.1.0",
    "pkg:npm/client@0.1.0",
    "pkg:npm/old@0.1.0",
    "pkg:npm/parser@0.1.0",
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
