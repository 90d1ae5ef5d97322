import { docsLoader } from "@astrojs/starlight/loaders";
import type { Loader } from "astro/loaders";
import { apiPages } from "./api-pages.ts";
import { changesPage } from "./changes-page.ts";
import { contributingPages } from "./contributing-pages.ts";
import { decisionPages } from "./decision-pages.ts";
import { guidePages } from "./guide-pages.ts";

/** A page that is not in `src/content/docs`, in Markdown. */
export interface LoadedPage {
  /** Its path without the slashes around it: `decisions/0002-esm-only`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Markdown, without the title. */
  readonly body: string;
  /** Where it stands among its neighbours in the navigation. */
  readonly order: number;
  /** What the navigation calls it. Default: its title. */
  readonly label?: string;
}

/** Loads the written pages, and those that are made of what the repository has anyway. */
export function pagesLoader(): Loader {
  const written = docsLoader();
  return {
    name: "parley-pages",
    async load(context) {
      await written.load(context);
      const pages = [
        ...guidePages(),
        ...decisionPages(),
        ...contributingPages(),
        changesPage(),
        ...apiPages(),
      ];
      for (const { id, title, description, body, order, label = title } of pages) {
        const data = await context.parseData({
          id,
          data: { title, description, sidebar: { order, label } },
        });
        context.store.set({
          id,
          data,
          body,
          // Where it would be: the navigation sorts pages by their folders.
          filePath: `src/content/docs/${id}.md`,
          digest: context.generateDigest(`${title}${body}`),
          rendered: await context.renderMarkdown(body),
        });
      }
    },
  };
}
