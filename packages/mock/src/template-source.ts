/**
 * The source of a regular expression for what a template such as `/contact/{identifier}` stands for.
 *
 * @param expression The source of what may take the place of a parameter.
 */
export function templateSource(template: string, expression: (name: string) => string): string {
  return template
    .split(/(\{[^}]*\})/)
    .map((part) => (part.startsWith("{") ? expression(part.slice(1, -1)) : escapePattern(part)))
    .join("");
}

/** The source of a regular expression for this very text. */
export function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
