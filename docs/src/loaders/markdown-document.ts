import { posix } from "node:path";

/** A document of the repository, taken apart. */
export interface MarkdownDocument {
  /** Its first heading. */
  readonly title: string;
  /** What comes after that. */
  readonly body: string;
  /** Its first sentence, as text. */
  readonly description: string;
}

/**
 * Takes a document apart, and makes its links and images those of the site.
 *
 * @param file - Its path in the repository: `docs/adr/0002-esm-only.md`.
 * @param pageOf - The path of the page of another file of the repository, if it has one. Links to a
 * file without one become their text: the site knows no place where the repository is.
 */
export function readDocument(
  text: string,
  file: string,
  pageOf: (file: string) => string | undefined,
): MarkdownDocument {
  const [, title = "", rest = ""] = /^#\s+(.+?)\s*\n([^]*)$/.exec(text.trimStart()) ?? [];
  if (title === "") throw new Error(`${file}: it has no title; begin it with "# ".`);
  const body = rest.replaceAll(
    /(!?)\[((?:`[^`]*`|[^\]`])*)\]\(([^)\s]+)\)/g,
    (whole, mark: string, label: string, target: string) => {
      if (/^(?:https?:|mailto:|#)/.test(target)) return whole;
      const [path = "", fragment] = target.split("#");
      const page = pageOf(posix.join(posix.dirname(file), path));
      if (page === undefined && mark !== "") {
        throw new Error(`${file}: the site has no image ${target}; name it in site-pages.ts.`);
      }
      if (page === undefined) return label;
      return `${mark}[${label}](${page}${fragment === undefined ? "" : `#${fragment}`})`;
    },
  );
  return { title: plain(title), body, description: firstSentence(body) };
}

/** Text without what Markdown makes of it. */
function plain(text: string): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[`*]/g, "")
    .trim();
}

function firstSentence(body: string): string {
  const paragraph =
    body.split(/\n\s*\n/).find((part) => /^(?!Status:)[A-Za-z`*]/.test(part.trim())) ?? "";
  const [sentence = ""] = /^.*?\.(?=\s|$)/s.exec(paragraph.trim()) ?? [paragraph.trim()];
  return plain(sentence.replaceAll(/\s+/g, " "));
}
