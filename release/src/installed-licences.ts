import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./packed-packages.ts";

/** Reads the licences of all that is installed, as SPDX names, by `name@version`. */
export function readInstalledLicences(): ReadonlyMap<string, string> {
  const store = join(root, "node_modules", ".pnpm");
  const licences = new Map<string, string>();
  for (const entry of readdirSync(store)) {
    const modules = join(store, entry, "node_modules");
    // The folder has the package and links to what it needs; its own name tells which one it is.
    const name = entry.replace("+", "/").replace(/(?<=.)@.*$/, "");
    const file = join(modules, name, "package.json");
    if (!existsSync(file)) continue;
    // What registries give, in one of three forms that npm has had.
    const { version, license, licenses } = JSON.parse(readFileSync(file, "utf8")) as {
      readonly version?: string;
      readonly license?: string | { readonly type?: string };
      readonly licenses?: readonly { readonly type?: string }[];
    };
    const stated = typeof license === "object" ? license.type : license;
    licences.set(`${name}@${version}`, stated ?? licenses?.[0]?.type ?? "none");
  }
  return licences;
}
