/** The column up to which a line goes, as the repository's formatter has it. */
const WIDTH = 100;

/** A list in code: on one line where it has room, else one item a line. */
export function wrap(
  before: string,
  items: readonly string[],
  after: string,
  indent = "",
  padding = "",
): string {
  const line = `${indent}${before}${padding}${items.join(", ")}${padding}${after}`;
  if (line.length <= WIDTH) return line;
  const lines = items.map((item) => `${indent}  ${item},\n`);
  return `${indent}${before}\n${lines.join("")}${indent}${after}`;
}

/** Sentences in a doc comment, in lines of their own where they have no room. */
export function docLines(text: string, indent = ""): string {
  const one = `${indent}/** ${text} */\n`;
  if (one.length <= WIDTH + 1) return one;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent.length + 3 + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return `${indent}/**\n${[...lines, line].map((each) => `${indent} * ${each}\n`).join("")}${indent} */\n`;
}
