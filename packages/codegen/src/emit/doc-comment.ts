import type { JsonValue } from "../description/json.js";
import type { Documentation } from "../model/model.js";
import { jsonText } from "./literal.js";

/** The column at which lines of prose are broken. */
const WIDTH = 100;

/** What a doc comment tells, apart from prose. */
export interface CommentDetails {
  /** Markdown paragraphs after the description. */
  readonly notes?: readonly string[];
  readonly default?: JsonValue | undefined;
  readonly example?: JsonValue | undefined;
  readonly see?: string;
}

/** The doc comment of something described, with a line break at its end; "" if there is nothing to say. */
export function docComment(
  documentation: Partial<Documentation>,
  details: CommentDetails = {},
  indent = "",
): string {
  const tags = [
    ...(details.default === undefined ? [] : [`@default ${json(details.default)}`]),
    ...(details.example === undefined ? [] : [`@example ${json(details.example)}`]),
    ...(details.see === undefined ? [] : [`@see ${details.see}`]),
    ...(documentation.deprecated === true ? ["@deprecated"] : []),
  ];
  const prose = proseOf(documentation, details.notes ?? []).map((text) =>
    wrap(plainText(text), WIDTH - indent.length - " * ".length),
  );
  const text = prose.map((paragraph) => paragraph.join("\n")).join("\n\n");
  const lines = text === "" ? [] : text.split("\n");
  const tagLines = tags.map((tag) => commentText(tag));
  const all =
    lines.length > 0 && tagLines.length > 0 ? [...lines, "", ...tagLines] : [...lines, ...tagLines];
  const [only] = all;
  if (only === undefined) return "";
  if (all.length === 1 && indent.length + only.length + 7 <= WIDTH)
    return `${indent}/** ${only} */\n`;
  const body = all.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}\n`).join("");
  return `${indent}/**\n${body}${indent} */\n`;
}

/** The Markdown of a description with what is known of it. */
export function proseOf(documentation: Partial<Documentation>, notes: readonly string[]): string[] {
  const { summary, description, unverified } = documentation;
  return [
    ...(summary === undefined ? [] : [sentence(summary)]),
    ...(description === undefined ? [] : [description.trim()]),
    ...notes,
    ...(unverified === undefined ? [] : [`Unverified: ${unverified.trim()}`]),
  ].filter((text) => text.trim() !== "");
}

/**
 * Prose that is prose in a doc comment too: an `@` after a space would start a tag, such as
 * `@deprecated`.
 */
export function plainText(text: string): string {
  return commentText(text).replace(/(^|\s)@(?=\S)/gm, "$1\\@");
}

/** Text that cannot end the comment that it is in. */
function commentText(text: string): string {
  return (
    text
      .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
      // Control characters say nothing, and could part the two characters that are looked for next.
      // oxlint-disable-next-line no-control-regex -- they are what is removed.
      .replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, "")
      .replaceAll("*/", "*\\/")
  );
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** JSON in which no `@` starts a tag. */
function json(value: JsonValue): string {
  return jsonText(value).replace(/(\s)@/g, "$1\\u0040");
}

// A line that began with such a word would be a list, a heading, a quotation, a table, code or HTML.
const STARTS_A_BLOCK = /^([-+*]|#{1,6}|[-=_]+|[0-9]+[.)])$|^([>|<@]|```|~~~)/;

/** Lines of Markdown, broken at a width where that changes nothing. */
export function wrap(markdown: string, width: number): string[] {
  let inCode = false;
  return markdown.split("\n").flatMap((line) => {
    if (/^\s*(```|~~~)/.test(line)) inCode = !inCode;
    const text = line.trimEnd();
    // Code and tables mean what their lines say.
    if (inCode || text.length <= width || /^(\s{4}|\s*\|)/.test(text)) return [text];
    return wrapLine(text, width);
  });
}

function wrapLine(text: string, width: number): string[] {
  const [start = "", spaces = "", marker = ""] =
    /^(\s*)((?:[-+*]|[0-9]+[.)])\s+)?/.exec(text) ?? [];
  const inner = spaces + " ".repeat(marker.length);
  const lines: string[] = [];
  let line = start;
  let isEmpty = true;
  for (const word of text.slice(start.length).split(" ")) {
    const isFull = line.length + 1 + word.length > width;
    if (isFull && !isEmpty && !STARTS_A_BLOCK.test(word) && word !== "") {
      lines.push(line);
      line = inner + word;
    } else {
      line += isEmpty ? word : ` ${word}`;
    }
    isEmpty = false;
  }
  return [...lines, line];
}
