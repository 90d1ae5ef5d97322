#!/usr/bin/env node
// Checks that the packages have the shape that the design gives them:
//
//   pnpm check:structure
//
// Every provider's package is like the model's, file by file, but for what is listed here with a
// reason; arrows between packages run one way; and what may be replaced one day is behind one module.
import { posix } from "node:path";
import {
  dependenciesOf,
  isTestFile,
  packageOf,
  parseObject,
  readPackages,
  readProviders,
  readText,
} from "./read-packages.mjs";

const SELF = "scripts/check-structure.mjs";

/** The provider whose package the others are compared with. */
const MODEL = "respond-io";

/** What a provider's package consists of; `<provider>` is its name. */
const FILES = [
  "README.md",
  "package.json",
  "tsconfig.build.json",
  "tsconfig.json",
  "src/create-<provider>.test.ts",
  "src/create-<provider>.ts",
  "src/generated/client.ts",
  "src/generated/openapi.json",
  "src/generated/operations.ts",
  "src/generated/provider.ts",
  "src/generated/schema.ts",
  "src/generated/types.ts",
  "src/generated/validators.d.ts",
  "src/generated/validators.js",
  "src/index.ts",
];

/** What it has besides if its description has webhooks, and only then. */
const WEBHOOK_FILES = ["src/generated/webhooks.ts", "src/webhooks.test.ts", "src/webhooks.ts"];

/**
 * Modules that a provider has beyond these, each with the reason why its description cannot say it.
 * Tests and their helpers need none.
 *
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
const MORE_FILES = {
  asapp: {
    "src/open-event-stream.ts": "events come over a URL that is known at run time only",
    "src/read-event.ts": "events are a union of their own, which grows",
    "src/read-server-sent-events.ts":
      "events come as server-sent events, over a line to be watched",
    "src/repeated-events.ts": "a new connection may bring again what an old one has brought",
    "src/stream-events.ts": "a stream that breaks is opened anew, which no single call can say",
  },
  rapidpro: {
    "src/flatten-errors.ts": "errors are trees, and people read lines",
    "src/parse-datetime.ts": "datetimes have microseconds, which a Date would lose",
    "src/urn.ts": "URNs are a language of their own",
  },
};

/**
 * What a provider's package needs at run time beside the runtime, each with the reason.
 *
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
const MORE_DEPENDENCIES = {
  asapp: { "eventsource-parser": "parses server-sent events as the WHATWG has them" },
};

/** What may differ between providers' manifests, beside the provider's name. */
const OWN_KEYS = new Set(["version", "description", "dependencies", "devDependencies"]);

/**
 * What each package may import of the others, in modules and, beyond that, in tests. `provider`
 * stands for the package of any other provider, `*` for every package.
 *
 * @type {Readonly<Record<string, { modules: string[], tests: string[], why: string }>>}
 */
const ARROWS = {
  runtime: { modules: [], tests: [], why: "the runtime knows no other package" },
  provider: {
    modules: ["runtime"],
    // Not even the mock, which needs the provider: what is tested with it is in contract-tests.
    tests: [],
    why: "a provider stands on the runtime alone, and who installs one installs nothing else",
  },
  redis: { modules: ["runtime"], tests: [], why: "it is for the runtime's store interfaces" },
  mock: { modules: ["provider"], tests: [], why: "it serves descriptions, and needs no client" },
  codegen: {
    modules: [],
    tests: ["runtime"],
    why: "what the generator makes cannot be needed to run it",
  },
  "contract-tests": { modules: ["*"], tests: [], why: "it tests every package" },
};

/** Packages that one module only may import, so that to replace one is to change that module. */
const SEAMS = {
  "openapi-fetch": "packages/runtime/src/client/path-client.ts",
  "openapi-typescript": "packages/codegen/src/emit/schema.ts",
};

const packages = readPackages();
const providers = readProviders();

const problems = [
  ...providers.flatMap(checkProvider),
  ...checkStrangers(),
  ...packages.flatMap(checkArrows),
  ...checkCycles(),
  ...checkSeams(),
];
for (const problem of problems) console.error(problem);
console.log(
  `${packages.length} packages, ${providers.length} of them providers; ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

/**
 * A provider's package is that of the model, with another name.
 *
 * @param {string} provider
 * @returns {string[]} what is wrong, and how to mend it
 */
function checkProvider(provider) {
  const folder = `packages/${provider}`;
  const found = packages.find((one) => one.folder === folder);
  if (found === undefined) {
    return [
      `${folder}: specs/${provider} has no package; make one by pnpm parley new ${provider}.`,
    ];
  }
  const differing = ["tsconfig.json", "tsconfig.build.json"].filter(
    (file) => readText(`${folder}/${file}`) !== readText(`packages/${MODEL}/${file}`),
  );
  return [
    ...checkFiles(provider, found),
    ...checkManifest(provider, found),
    ...differing.map((file) => `${folder}/${file}: copy that of packages/${MODEL}, it differs.`),
  ];
}

/**
 * @param {string} provider
 * @param {import("./read-packages.mjs").Package} found
 */
function checkFiles(provider, { folder, files }) {
  const hasWebhooks = "webhooks" in parseObject(readText(`${folder}/src/generated/openapi.json`));
  const more = Object.keys(MORE_FILES[provider] ?? {});
  const due = [
    ...FILES.map((file) => file.replace("<provider>", provider)),
    ...(hasWebhooks ? WEBHOOK_FILES : []),
  ];
  const missing = due.filter((file) => !files.includes(file));
  const gone = more.filter((file) => !files.includes(file));
  const surplus = files.filter(
    (file) => ![...due, ...more, "CHANGELOG.md"].includes(file) && !isTestFile(file),
  );
  return [
    ...missing.map((file) =>
      file.startsWith("src/generated/")
        ? `${folder}/${file}: it is missing; run pnpm generate ${provider}.`
        : `${folder}/${file}: it is missing; write it after that of another provider.`,
    ),
    ...gone.map((file) => `${folder}/${file}: it is gone; take it out of MORE_FILES in ${SELF}.`),
    ...surplus.map((file) =>
      WEBHOOK_FILES.includes(file)
        ? `${folder}/${file}: the description has no webhooks; delete the file.`
        : `${folder}/${file}: no other provider has it; say it in the description, or list it in MORE_FILES in ${SELF} with its reason.`,
    ),
  ];
}

/**
 * @param {string} provider
 * @param {import("./read-packages.mjs").Package} found
 */
function checkManifest(provider, { folder, manifest }) {
  const where = `${folder}/package.json`;
  const model = parseObject(
    readText(`packages/${MODEL}/package.json`)?.replaceAll(MODEL, provider),
  );
  const keys = Object.keys(model);
  const differing = keys.filter(
    (key) => !OWN_KEYS.has(key) && JSON.stringify(manifest[key]) !== JSON.stringify(model[key]),
  );
  const allowed = ["@parley/runtime", ...Object.keys(MORE_DEPENDENCIES[provider] ?? {})];
  const dependencies = dependenciesOf(manifest, "dependencies", "peerDependencies");
  return [
    ...(Object.keys(manifest).join() === keys.join()
      ? []
      : [`${where}: give it the keys of packages/${MODEL}, in their order: ${keys.join(", ")}.`]),
    ...differing.map(
      (key) =>
        `${where}: "${key}" has to be as in packages/${MODEL}: ${JSON.stringify(model[key])}.`,
    ),
    ...dependencies
      .filter((name) => !allowed.includes(name))
      .map(
        (name) =>
          `${where}: it depends on ${name}; do without, or list it in MORE_DEPENDENCIES in ${SELF} with its reason.`,
      ),
    ...allowed
      .filter((name) => !dependencies.includes(name))
      .map(
        (name) =>
          `${where}: it does not depend on ${name}; add it, or take it out of MORE_DEPENDENCIES in ${SELF}.`,
      ),
  ];
}

/** Nothing is generated or listed for a provider that is not described. */
function checkStrangers() {
  const listed = new Set([...Object.keys(MORE_FILES), ...Object.keys(MORE_DEPENDENCIES)]);
  return [
    ...packages
      .filter(({ files }) => files.some((file) => file.startsWith("src/generated/")))
      .filter(({ folder }) => kindOf(folder) !== "provider")
      .map(
        ({ folder }) =>
          `${folder}: it has generated code, but no description; delete one or add one.`,
      ),
    ...[...listed]
      .filter((name) => !providers.includes(name))
      .map(
        (name) => `${SELF}: it has exceptions for ${name}, which is not described; take them out.`,
      ),
  ];
}

/**
 * @param {string} folder `packages/runtime`
 * @returns {string} a key of ARROWS, if it is known there
 */
function kindOf(folder) {
  const name = folder.replace("packages/", "");
  return providers.includes(name) ? "provider" : name;
}

/**
 * Imports, and dependencies of those who install a package, go where ARROWS allows it.
 *
 * @param {import("./read-packages.mjs").Package} one
 */
function checkArrows({ folder, name, manifest, isPublished, modules }) {
  const rule = ARROWS[kindOf(folder)];
  if (rule === undefined) {
    return [`${folder}: say in ARROWS in ${SELF} which packages it may import, and why.`];
  }
  /**
   * @param {string} specifier
   * @param {readonly string[]} allowed
   */
  const isWrong = (specifier, allowed) => {
    const target = packages.find((other) => other.name === packageOf(specifier));
    if (target === undefined || target.name === name) return false;
    return !allowed.includes("*") && !allowed.includes(kindOf(target.folder));
  };
  const remedy = `${rule.why}. Move what both need to a package that both may import (ARROWS in ${SELF}).`;
  const dependencies = isPublished
    ? dependenciesOf(manifest, "dependencies", "peerDependencies")
    : [];
  return [
    ...modules.flatMap(({ file, isTest, imports }) =>
      imports
        .filter((specifier) => isWrong(specifier, [...rule.modules, ...(isTest ? rule.tests : [])]))
        .map((specifier) => `${folder}/${file}: it may not import ${specifier}: ${remedy}`),
    ),
    ...modules.flatMap(({ file, imports }) =>
      imports
        .filter((specifier) => posix.join(posix.dirname(file), specifier).startsWith(".."))
        .map(
          (specifier) =>
            `${folder}/${file}: it imports ${specifier}, out of its package; import that package by its name.`,
        ),
    ),
    ...dependencies
      .filter((dependency) => isWrong(dependency, rule.modules))
      .map((dependency) => `${folder}/package.json: it may not depend on ${dependency}: ${remedy}`),
  ];
}

/** No package needs itself, by imports or dependencies of any kind: nothing could be built first. */
function checkCycles() {
  const arrows = new Map(
    packages.map(({ name, manifest, modules }) => [
      name,
      new Set([
        ...dependenciesOf(manifest, "dependencies", "devDependencies", "peerDependencies"),
        ...modules.filter(({ isTest }) => !isTest).flatMap(({ imports }) => imports.map(packageOf)),
      ]),
    ]),
  );
  /** @type {string[]} */
  const circles = [];
  /** @type {Set<string>} */
  const done = new Set();
  /**
   * @param {string} name
   * @param {readonly string[]} path that led to it
   */
  function visit(name, path) {
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(" -> ");
      circles.push(
        `packages: ${circle} is a circle; move what they share to a package of its own.`,
      );
      return;
    }
    if (done.has(name)) return;
    for (const target of arrows.get(name) ?? []) {
      if (target !== name) visit(target, [...path, name]);
    }
    done.add(name);
  }
  for (const name of arrows.keys()) visit(name, []);
  return circles;
}

/** What may be replaced one day is imported by one module. */
function checkSeams() {
  return Object.entries(SEAMS).flatMap(([name, seam]) => {
    const importing = packages.flatMap(({ folder, modules }) =>
      modules
        .filter(({ isTest, imports }) => !isTest && imports.map(packageOf).includes(name))
        .map(({ file }) => `${folder}/${file}`),
    );
    if (!importing.includes(seam)) {
      return [`${seam}: it does not import ${name}; say in SEAMS in ${SELF} which module does.`];
    }
    return importing
      .filter((file) => file !== seam)
      .map((file) => `${file}: only ${seam} may import ${name}, so that it can be replaced.`);
  });
}
