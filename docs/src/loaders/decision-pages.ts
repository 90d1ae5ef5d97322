import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../repository-root.ts";
import { readDocument } from "./markdown-document.ts";
import type { LoadedPage } from "./pages-loader.ts";
import { sitePage } from "./site-pages.ts";

/** The decision records. */
export function decisionPages(): readonly LoadedPage[] {
  return readdirSync(join(repositoryRoot, "docs", "adr"))
    .filter((name) => name.endsWith(".md") && !name.startsWith("0000-"))
    .map(readRecord);
}

function readRecord(name: string): LoadedPage {
  const file = `docs/adr/${name}`;
  const text = readFileSync(join(repositoryRoot, file), "utf8");
  const id = `decisions/${name.replace(/\.md$/, "")}`;
  return { id, ...readDocument(text, file, sitePage), order: Number.parseInt(name, 10) };
}
