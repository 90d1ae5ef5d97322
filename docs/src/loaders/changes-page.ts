import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../repository-root.ts";
import type { LoadedPage } from "./pages-loader.ts";

/** What changed for consumers: the packages' changelogs, and what waits for the next release. */
export function changesPage(): LoadedPage {
  const waiting = changesets();
  const released = changelogs();
  return {
    id: "changes",
    title: "Changes",
    description: "What each release changes for those who use a package.",
    order: 0,
    body: [
      "Each package has its own version, after [Semantic Versioning](https://semver.org). What breaks a consumer of a provider's package is worked out by comparing descriptions, and is said in its entry.",
      ...(waiting.length === 0 ? [] : ["## Not released yet", waiting.join("\n")]),
      ...released,
    ].join("\n\n"),
  };
}

function changesets(): readonly string[] {
  const folder = join(repositoryRoot, ".changeset");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .map((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      const [, header = "", body = ""] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
      const packages = [...header.matchAll(/"([^"]+)": (\w+)/g)].map(
        ([, one = "", level = ""]) => `\`${one}\` (${level})`,
      );
      return `- ${body.trim().replaceAll("\n", "\n  ")}\n\n  ${packages.join(", ")}\n`;
    });
}

function changelogs(): readonly string[] {
  const folder = join(repositoryRoot, "packages");
  return readdirSync(folder)
    .map((name) => join(folder, name, "CHANGELOG.md"))
    .filter((file) => existsSync(file))
    .map((file) =>
      // One level down: the page has a title of its own.
      readFileSync(file, "utf8").replaceAll(/^(#+) /gm, "#$1 "),
    );
}
