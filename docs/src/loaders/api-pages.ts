import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { repositoryRoot } from "../repository-root.ts";
import { readDocument } from "./markdown-document.ts";
import type { LoadedPage } from "./pages-loader.ts";

/** A package whose doc comments are a section of the site. */
interface ApiSection {
  /** `@parley/runtime` */
  readonly title: string;
  readonly pages: readonly LoadedPage[];
}

/** What is shown of the packages that are not a provider's, in this order. */
export const API_PACKAGES: readonly string[] = ["runtime", "redis", "mock", "codegen"];

let sections: readonly ApiSection[] | undefined;

/** The packages' exports, as `scripts/write-api.ts` has written them from their doc comments. */
export function apiSections(): readonly ApiSection[] {
  sections ??= API_PACKAGES.map(readSection);
  return sections;
}

/** All pages of them. */
export function apiPages(): readonly LoadedPage[] {
  return apiSections().flatMap(({ pages }) => pages);
}

function readSection(name: string): ApiSection {
  const folder = join(repositoryRoot, "docs", ".generated", "api", name);
  if (!existsSync(folder)) {
    throw new Error(`The exports of @parley/${name} were not written: run pnpm docs:build.`);
  }
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    // Of a package with several entries it is a list of these, which the navigation is too.
    .filter((file) => file !== "index.md" || !existsSync(join(folder, "index", "index.md")))
    .toSorted();
  return {
    title: `@parley/${name}`,
    pages: files.map((file, order) => {
      const path = `${name}/${file}`;
      const text = readFileSync(join(folder, file), "utf8");
      const { title, body, description } = readDocument(text, path, (target) =>
        target.endsWith(".md") ? `/${pageId(target)}/` : undefined,
      );
      const isIndex = posix.basename(file) === "index.md";
      return {
        id: pageId(path),
        title: isIndex ? packageTitle(path) : exportName(title),
        description: description === "" ? `An export of @parley/${name}.` : description,
        body,
        order,
      };
    }),
  };
}

/** The entry that a file lists: `@parley/runtime/undici`. */
function packageTitle(path: string): string {
  return `@parley/${posix.dirname(path).replace(/\/index$/, "")}`;
}

/** `createClient()` of `Function: createClient()`. */
function exportName(title: string): string {
  return title.replace(/^[\w ]+: /, "").replaceAll("\\", "");
}

/** What is in the main entry is right below its package. */
function pageId(path: string): string {
  const folders = path.replace(/\.md$/, "").split("/");
  return ["api", ...folders.filter((folder) => folder !== "index")].join("/").toLowerCase();
}
