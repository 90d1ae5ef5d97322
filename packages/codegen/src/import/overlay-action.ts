import { stringifyYaml } from "@redocly/openapi-core";

/** An action of an overlay, as it is proposed. */
export interface ProposedAction {
  /** Why, for whoever decides. */
  readonly comment?: string | undefined;
  /** A JSONPath (RFC 9535). */
  readonly target: string;
  /** What is merged into the target; undefined where the target is removed. */
  readonly update: Readonly<Record<string, unknown>> | undefined;
  /** Whether it is written as a comment, so that it does nothing until somebody takes it up. */
  readonly isOpen?: boolean | undefined;
}

const WIDTH = 98;

/** An action as YAML, in the list of actions. */
export function actionText({ comment, target, update, isOpen = false }: ProposedAction): string {
  // Redocly reads it again, by the rules of the same library that writes it here.
  const item = stringifyYaml(
    [{ target, ...(update === undefined ? { remove: true } : { update }) }],
    {
      lineWidth: -1,
      noRefs: true,
    },
  );
  const lines = item.trimEnd().split("\n");
  return [
    ...(comment === undefined ? [] : commentLines(comment)),
    ...lines.map((line) => `  ${isOpen ? "# " : ""}${line}`),
    "",
  ].join("\n");
}

/** Text as comments of an overlay's list of actions. */
export function commentLines(text: string, indent = "  "): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.replaceAll(/[\p{Cc}\u2028\u2029]/gu, " ").split(/\s+/)) {
      if (line !== "" && indent.length + 2 + line.length + 1 + word.length > WIDTH) {
        lines.push(line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    return [...lines, line].map((each) => `${indent}# ${each}`.trimEnd());
  });
}
