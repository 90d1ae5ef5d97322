import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../repository-root.ts";
import { readDocument } from "./markdown-document.ts";
import type { LoadedPage } from "./pages-loader.ts";
import { sitePage } from "./site-pages.ts";

/** How to work on the project: what the repository has of it. */
export function contributingPages(): readonly LoadedPage[] {
  const folder = join(repositoryRoot, "docs", "contributing");
  const names = readdirSync(folder).filter((name) => name.endsWith(".md"));
  return [
    { ...read("CONTRIBUTING.md"), id: "contributing/overview", order: 0, label: "Overview" },
    ...names.map((name, index) => readGuide(name, index + 1)),
    { ...read("specs/README.md"), id: "contributing/descriptions", order: 100 },
    { ...read("docs/dependencies.md"), id: "contributing/dependencies", order: 101 },
  ];
}

function readGuide(name: string, order: number): LoadedPage {
  const id = `contributing/${name.replace(/\.md$/, "")}`;
  return { ...read(`docs/contributing/${name}`), id, order };
}

function read(file: string): Omit<LoadedPage, "id" | "order"> {
  return readDocument(readFileSync(join(repositoryRoot, file), "utf8"), file, sitePage);
}
