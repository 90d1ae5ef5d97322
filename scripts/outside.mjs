#!/usr/bin/env node
// Tests what another team does: the packed codegen and runtime are installed with npm into a
// repository that is not this one, a description is imported with a typed config, made into a
// package, compiled by `tsc --strict`, and its client is called against a stub.
//
//   pnpm test:outside
//
// It needs the npm registry, for what the two packages depend on.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), "parley-outside-"));
const outside = join(folder, "repository");
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const FILES = {
  "package.json": JSON.stringify({ name: "outside", private: true, type: "module" }),
  "parley.config.ts": `import { defineConfig } from "@parley/codegen";

export default defineConfig({ specs: "apis", packages: "clients", scope: "@acme" });
`,
  "chat.yaml": `swagger: "2.0"
info: { title: Acme Chat API, version: "1" }
host: api.acme.example
schemes: [https]
securityDefinitions: { key: { type: apiKey, name: X-Acme-Key, in: header } }
security: [{ key: [] }]
paths:
  /contacts/{id}:
    get:
      tags: [contacts]
      produces: [application/json]
      parameters: [{ name: id, in: path, required: true, type: string }]
      responses:
        200:
          description: The contact.
          schema: { type: object, required: [name], properties: { name: { type: string } } }
`,
  "call.ts": `import { createChat } from "./clients/chat/src/index.js";

const asked: string[] = [];
const chat = createChat({
  acmeKey: "secret",
  fetch: async (url, init) => {
    asked.push(\`\${url} \${new Headers(init.headers).get("x-acme-key")}\`);
    return Response.json({ name: "Amina" });
  },
});
const contact = await chat.contacts.get({ id: "42" });
const name: string = contact.name;
// @ts-expect-error a contact has no such property
const nothing: unknown = contact.nothing;
console.log(JSON.stringify({ asked, name, nothing }));
`,
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      target: "es2022",
      lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
      module: "nodenext",
      types: [],
      strict: true,
      rewriteRelativeImportExtensions: true,
      outDir: "out",
    },
    include: ["call.ts"],
  }),
};

mkdirSync(outside);
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(outside, name), text);

run(root, "pnpm", "run", "build", "--output-logs=errors-only", "--filter=@parley/codegen...");
run(root, "pnpm", "run", "build", "--output-logs=errors-only", "--filter=@parley/runtime");
for (const name of ["codegen", "runtime"]) {
  run(join(root, "packages", name), "pnpm", "pack", "--pack-destination", folder);
}
const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
const packed = tarballs.map((name) => join(folder, name));
run(outside, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", ...packed);

const parley = join("node_modules", ".bin", "parley");
run(outside, parley, "import", "chat", "--from", "chat.yaml");
run(outside, parley, "new", "chat");
run(outside, parley, "generate", "--check");
run(outside, join(root, "node_modules", ".bin", "tsc"), "-p", "tsconfig.json");
const output = run(outside, "node", join("out", "call.js"));

const expected = {
  asked: ["https://api.acme.example/contacts/42 secret"],
  name: "Amina",
};
if (output.trim() !== JSON.stringify(expected)) {
  console.error(`The client of the other repository says ${output}`);
  process.exit(1);
}
console.log("Another repository imports, generates, compiles and calls.");

/**
 * @param {string} cwd
 * @param {string} command
 * @param {string[]} parameters
 * @returns {string} its output
 */
function run(cwd, command, ...parameters) {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, DO_NOT_TRACK: "1" },
  });
  if (status !== 0) {
    const said = [`${command} ${parameters.join(" ")} failed`, stdout, stderr, error?.message];
    console.error(said.join("\n"));
    process.exit(1);
  }
  return stdout;
}
