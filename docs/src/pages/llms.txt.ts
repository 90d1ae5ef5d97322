import type { APIRoute } from "astro";
import { writtenPages } from "../loaders/written-pages.ts";
import { allReferences } from "../reference/all-references.ts";
import { machinePage } from "../reference/markdown.ts";

/** What is on this site, for those who read with a machine (llmstxt.org). */
export const GET: APIRoute = async () => {
  const references = await allReferences();
  const written = await writtenPages();
  const list = (folder: string): string =>
    written
      .filter(({ id }) => id.startsWith(folder))
      .map(
        ({ id, data }) => `- [${data.title}](${machinePage(`/${id}/`)}): ${data.description ?? ""}`,
      )
      .join("\n");
  const sections = [
    "# Parley",
    "> Typed npm clients (`@parley/*`, TypeScript, ES modules) of conversation platforms, made from OpenAPI descriptions. One runtime has all HTTP behaviour: limits, retries, credentials, errors, pagination, webhooks.",
    "Every page has its Markdown at the same path, with `.md` in place of the last slash.",
    "## Start",
    list("getting-started"),
    "## Guides",
    list("guides/"),
    "## Reference",
    references
      .map(
        ({ name, title, summary, operationCount, events }) =>
          `- [${title}](${machinePage(`/reference/${name}/`)}): ${summary} ${operationCount} operations, ${events.length} webhook events.`,
      )
      .join("\n"),
    "## Methods",
    references
      .flatMap(({ title, methods }) =>
        methods.map(
          ({ call, page, summary, httpMethod, path }) =>
            `- [${call}](${machinePage(page)}): ${summary} (${title}, \`${httpMethod} ${path}\`)`,
        ),
      )
      .join("\n"),
    "## Runtime and tools",
    list("api/"),
    "## Optional",
    list("changes"),
    list("contributing/"),
    list("decisions/"),
  ];
  const text = sections.filter((section) => section !== "").join("\n\n");
  return new Response(`${text}\n`, { headers: { "content-type": "text/plain; charset=utf-8" } });
};
