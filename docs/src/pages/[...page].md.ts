import type { APIRoute, GetStaticPaths } from "astro";
import { plainMarkdown } from "../loaders/plain-markdown.ts";
import { writtenPages } from "../loaders/written-pages.ts";
import { allReferences } from "../reference/all-references.ts";
import {
  eventMarkdown,
  machinePage,
  methodMarkdown,
  providerMarkdown,
} from "../reference/markdown.ts";
import type { ProviderReference } from "../reference/reference.ts";

/** Each page as Markdown, at the page's own path with `.md` in place of its last slash. */
export const getStaticPaths = (async () => {
  const references = await allReferences();
  const written = await writtenPages();
  const pages = [
    ...written
      // Its sections are made of components, and llms.txt says the same.
      .filter(({ id }) => id !== "index")
      .map(({ id, data, body }) => ({
        page: `/${id}/`,
        text: `# ${data.title}\n\n${plainMarkdown(body ?? "")}\n`,
      })),
    ...references.flatMap((reference) => providerPages(reference)),
  ];
  return pages.map(({ page, text }) => ({
    params: { page: machinePage(page).slice(1).replace(/\.md$/, "") },
    props: { text },
  }));
}) satisfies GetStaticPaths;

function providerPages(reference: ProviderReference): readonly { page: string; text: string }[] {
  return [
    { page: `/reference/${reference.name}/`, text: providerMarkdown(reference) },
    ...reference.methods.map((method) => ({
      page: method.page,
      text: methodMarkdown(reference, method),
    })),
    ...reference.events.map((event) => ({
      page: event.page,
      text: eventMarkdown(reference, event),
    })),
  ];
}

interface Props {
  readonly text: string;
}

export const GET: APIRoute<Props> = ({ props: { text } }) =>
  new Response(text, { headers: { "content-type": "text/markdown; charset=utf-8" } });
