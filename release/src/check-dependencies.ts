// Checks what others' code we use, and what comes along with our packages:
//
//   pnpm check:dependencies
//
// Every dependency has a row in docs/dependencies.md; the lockfile has an integrity for each and no
// address; nothing but what dependency-rules.ts lists comes along with a client; no install script
// runs that is not listed there; and licences are those that oblige nobody.
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { dependenciesOf, parseObject, readText } from "../../scripts/read-packages.mjs";
import { AT_RUN_TIME, INSTALL_SCRIPTS, LICENCES, TOOLS } from "./dependency-rules.ts";
import { readInstalledLicences } from "./installed-licences.ts";
import { closureOf, readLockfile } from "./lockfile.ts";
import { publishedPackages, root } from "./packed-packages.ts";

const RULES = "release/src/dependency-rules.ts";
const TABLE = "docs/dependencies.md";
const COLUMNS = 6;

/** Folders with a lockfile of their own, outside the workspace. */
const INSTALLED_APART = ["bench/peers", "real-descriptions", "runtimes/engines"];

const lockfile = readLockfile();
// The shape is pnpm's own.
const workspace = parse(readFileSync(join(root, "pnpm-workspace.yaml"), "utf8")) as {
  readonly packages: readonly string[];
  readonly allowBuilds?: Readonly<Record<string, boolean>>;
  readonly catalog?: Readonly<Record<string, string>>;
  readonly catalogs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
} & Readonly<Record<string, unknown>>;

const problems = [
  ...checkTable(),
  ...checkLockfile(),
  ...checkInstallScripts(),
  ...checkVersions(),
  ...checkRunTime(),
  ...checkLicences(),
];
for (const problem of problems) console.error(problem);
console.log(`${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Every dependency of every manifest has one row, with nothing left out. */
function checkTable(): string[] {
  const inside = globSync([...workspace.packages], { cwd: root });
  const folders = [".", ...inside, ...INSTALLED_APART].filter((folder) =>
    existsSync(join(root, folder, "package.json")),
  );
  const used = new Set(
    folders.flatMap((folder) =>
      dependenciesOf(
        parseObject(readText(`${folder}/package.json`)),
        "dependencies",
        "devDependencies",
        "optionalDependencies",
        "peerDependencies",
      ).filter((name) => !/^@parley(?:-examples)?\//.test(name)),
    ),
  );
  const rows = (readText(TABLE) ?? "")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const named = rows.flatMap(([names = ""]) =>
    [...names.matchAll(/`([^`]+)`/g)].map((one) => one[1] ?? ""),
  );
  console.log(`${used.size} dependencies in ${folders.length} manifests, ${rows.length} rows`);
  return [
    ...[...used]
      .filter((name) => !named.includes(name))
      .map((name) => `${TABLE}: ${name} has no row; say what it is for, or do without it.`),
    ...named
      .filter((name, index) => !used.has(name) || named.indexOf(name) !== index)
      .map((name) => `${TABLE}: ${name} is not used, or is there twice; take the row out.`),
    ...rows
      .filter((cells) => cells.length !== COLUMNS || cells.includes(""))
      .map(([names]) => `${TABLE}: the row of ${names} has to have ${COLUMNS} cells, none empty.`),
  ];
}

function checkLockfile(): string[] {
  const addresses = [".", ...INSTALLED_APART].flatMap((folder) => {
    const file = join(folder, "pnpm-lock.yaml");
    return readFileSync(join(root, file), "utf8")
      .split("\n")
      .filter((line) => /https?:\/\/|git\+|\btarball:/.test(line))
      .map((line) => `${file}: it has an address: ${line.trim()}`);
  });
  const unsafe = Object.entries(lockfile.packages).filter(
    ([, { resolution }]) => !resolution.integrity?.startsWith("sha512-"),
  );
  console.log(`${Object.keys(lockfile.packages).length} packages in the lockfile`);
  return [
    ...addresses,
    ...unsafe.map(([key]) => `pnpm-lock.yaml: ${key} has no SHA-512 to be checked by.`),
  ];
}

function checkInstallScripts(): string[] {
  const allowed = Object.entries(workspace.allowBuilds ?? {}).filter(([, isAllowed]) => isAllowed);
  const all = "dangerouslyAllowAllBuilds" in workspace;
  return [
    ...(all ? ["pnpm-workspace.yaml: dangerouslyAllowAllBuilds runs every install script."] : []),
    ...allowed
      .filter(([name]) => !(name in INSTALL_SCRIPTS))
      .map(([name]) => `pnpm-workspace.yaml: ${name} may run a script; say in ${RULES} why.`),
  ];
}

/** One version each, and never a range. */
function checkVersions(): string[] {
  const catalogs = [workspace.catalog ?? {}, ...Object.values(workspace.catalogs ?? {})];
  return catalogs
    .flatMap((catalog) => Object.entries(catalog))
    .filter(([, version]) => !/^(?:npm:@?[\w./-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `pnpm-workspace.yaml: ${name} is "${version}"; pin one version.`);
}

/** Nothing that is not listed comes along with a client. */
function checkRunTime(): string[] {
  const seen = new Set<string>();
  const problemsOfPackages = publishedPackages().flatMap(({ folder }) => {
    const short = folder.replace("packages/", "");
    if (TOOLS.has(short)) return [];
    return [...closureOf(lockfile, folder).packages.values()].flatMap(({ name }) => {
      seen.add(name);
      const rule = AT_RUN_TIME[name];
      return rule?.of === "all" || rule?.of.includes(short)
        ? []
        : [
            `${folder}: ${name} would be installed with it; do without, or say in ${RULES} why not.`,
          ];
    });
  });
  return [
    ...problemsOfPackages,
    ...Object.keys(AT_RUN_TIME)
      .filter((name) => !seen.has(name))
      .map((name) => `${RULES}: ${name} comes along with no client; take it out.`),
  ];
}

/** Licences of all that comes along with what we publish, tools included. */
function checkLicences(): string[] {
  const installed = readInstalledLicences();
  const counts = new Map<string, number>();
  const keys = new Set<string>();
  for (const { folder } of publishedPackages()) {
    for (const key of closureOf(lockfile, folder).packages.keys()) keys.add(key);
  }
  const wrong = [...keys].flatMap((key) => {
    const licence = installed.get(key);
    // Binaries of other platforms are not installed; those of this one have the same licence.
    if (licence === undefined) return [];
    counts.set(licence, (counts.get(licence) ?? 0) + 1);
    const choices = licence.replaceAll(/[()]/g, "").split(" OR ");
    const isFine = choices.some((one) => one.split(" AND ").every((name) => LICENCES.has(name)));
    return isFine ? [] : [`${key}: its licence is "${licence}", which ${RULES} does not have.`];
  });
  for (const [licence, count] of [...counts].toSorted(([, one], [, other]) => other - one)) {
    console.log(`  ${count} ${licence}`);
  }
  return wrong;
}
