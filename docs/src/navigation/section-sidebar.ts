import type { StarlightRouteData } from "@astrojs/starlight/route-data";
import { apiSections } from "../loaders/api-pages.ts";
import type { ProviderReference } from "../reference/reference.ts";

type Entry = StarlightRouteData["sidebar"][number];

/** The navigation of a section that has one of its own; undefined where the site's own will do. */
export async function sectionSidebar(
  pathname: string,
  references: readonly ProviderReference[],
): Promise<Entry[] | undefined> {
  if (pathname.startsWith("/api/")) return apiSidebar(pathname);
  const reference = references.find(({ name }) => pathname.startsWith(`/reference/${name}/`));
  return reference === undefined ? undefined : referenceSidebar(pathname, reference);
}

function referenceSidebar(pathname: string, reference: ProviderReference): Entry[] {
  const { name, title, groups, events, types } = reference;
  return [
    link("← All providers", "/reference/", pathname, "section-back"),
    link(`${title} overview`, `/reference/${name}/`, pathname),
    ...groups.map((one) =>
      group(
        one.name,
        one.methods.map(({ id, page }) => link(id, page, pathname, "section-method")),
      ),
    ),
    ...(events.length === 0
      ? []
      : [
          group(
            "Webhook events",
            events.map((event) => link(event.name, event.page, pathname, "section-method")),
          ),
        ]),
    ...(types.length === 0 ? [] : [link("Types", `/reference/${name}/types/`, pathname)]),
  ];
}

function apiSidebar(pathname: string): Entry[] {
  return [
    link("← All documentation", "/getting-started/", pathname, "section-back"),
    link("Packages", "/api/", pathname),
    ...apiSections().map(({ title, pages }) =>
      group(
        title,
        pages.map((page) => link(page.title, `/${page.id}/`, pathname, "section-method")),
      ),
    ),
  ];
}

function link(label: string, href: string, pathname: string, className?: string): Entry {
  return {
    type: "link",
    label,
    href,
    isCurrent: href === pathname,
    badge: undefined,
    attrs: className === undefined ? {} : { class: className },
  };
}

function group(label: string, entries: Entry[]): Entry {
  const isOpen = entries.some((entry) => entry.type === "link" && entry.isCurrent);
  return { type: "group", label, entries, collapsed: !isOpen, badge: undefined };
}
