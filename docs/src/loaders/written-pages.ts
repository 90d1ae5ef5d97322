import { getCollection } from "astro:content";

/** A page of the collection that {@link pagesLoader} fills. */
export interface WrittenPage {
  /** Its path without the slashes around it. */
  readonly id: string;
  readonly data: {
    readonly title: string;
    readonly description?: string;
    readonly sidebar: { readonly order?: number };
  };
  readonly body?: string;
}

/** Every written page, in the order of the navigation. */
export async function writtenPages(): Promise<readonly WrittenPage[]> {
  // What Astro knows of a collection's type it writes when it builds, after types are checked.
  const pages = (await getCollection("docs")) as readonly WrittenPage[];
  return pages.toSorted((a, b) => (a.data.sidebar.order ?? 0) - (b.data.sidebar.order ?? 0));
}
