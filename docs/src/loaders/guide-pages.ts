import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../repository-root.ts";
import { readDocument } from "./markdown-document.ts";
import type { LoadedPage } from "./pages-loader.ts";
import { sitePage } from "./site-pages.ts";

const FRONT_MATTER =
  /^---\ntitle: (?<title>.+)\ndescription: (?<description>.+)\nsidebar: \{ order: (?<order>\d+) \}\n---\n/;

/** The guides, whose code `pnpm sync:snippets` has written into them. */
export function guidePages(): readonly LoadedPage[] {
  return readdirSync(join(repositoryRoot, "docs", "guides"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => {
      const file = `docs/guides/${name}`;
      const text = readFileSync(join(repositoryRoot, file), "utf8");
      const { title, description, order } = FRONT_MATTER.exec(text)?.groups ?? {};
      if (title === undefined || description === undefined) {
        throw new Error(
          `${file}: begin it with title, description and sidebar: { order: <number> }.`,
        );
      }
      const id = `guides/${name.replace(/\.md$/, "")}`;
      const { body } = readDocument(text.replace(FRONT_MATTER, `# ${title}\n`), file, sitePage);
      return { id, title, description, body, order: Number(order) };
    });
}
