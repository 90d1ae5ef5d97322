import { defineRouteMiddleware, type StarlightRouteData } from "@astrojs/starlight/route-data";
import { allReferences } from "../reference/all-references.ts";
import { machinePage } from "../reference/markdown.ts";
import { sectionSidebar } from "./section-sidebar.ts";

/** Gives the pages of a provider's reference, and those of the packages, a navigation of their own. */
export const onRequest = defineRouteMiddleware(async (context) => {
  const route = context.locals.starlightRoute;
  const { pathname } = context.url;
  if (hasMarkdown(pathname)) {
    const href = machinePage(pathname);
    route.head.push({ tag: "link", attrs: { rel: "alternate", type: "text/markdown", href } });
  }
  const sidebar = await sectionSidebar(pathname, await allReferences());
  if (sidebar === undefined) return;
  route.sidebar = sidebar;
  route.pagination = neighbours(linksOf(sidebar));
});

/** Lists and types are on other pages in Markdown. */
function hasMarkdown(pathname: string): boolean {
  return !/^\/(?:$|404|api\/$|reference\/$|reference\/[^/]+\/types\/)/.test(pathname);
}

type Entry = StarlightRouteData["sidebar"][number];
type Link = Extract<Entry, { readonly type: "link" }>;

function linksOf(entries: readonly Entry[]): readonly Link[] {
  return entries.flatMap((entry) => (entry.type === "link" ? [entry] : linksOf(entry.entries)));
}

function neighbours(links: readonly Link[]): StarlightRouteData["pagination"] {
  const index = links.findIndex(({ isCurrent }) => isCurrent);
  return index === -1
    ? { prev: undefined, next: undefined }
    : { prev: links[index - 1], next: links[index + 1] };
}
