import { readSnippet } from "../snippets/read-snippet.ts";

/** A written page without components: snippets are code, what only arranges things is left out. */
export function plainMarkdown(body: string): string {
  const parts = body.split(/(^```[^]*?^```)/m);
  return parts
    .map((part) => (part.startsWith("```") ? part : withoutComponents(part)))
    .join("")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

function withoutComponents(text: string): string {
  return text
    .replaceAll(/^import .*? from .*?;?$/gm, "")
    .replaceAll(/<Snippet\s([^>]*?)\/>/g, (_, attributes: string) => {
      const { code, lang } = readSnippet(
        attribute(attributes, "file") ?? "",
        attribute(attributes, "region"),
      );
      return `\`\`\`${attribute(attributes, "lang") ?? lang}\n${code}\n\`\`\``;
    })
    .replaceAll(/<\/?[A-Z][^>]*>/g, "");
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
}
