const MARKER = /^\s*(?:\/\/|#) ?#(end)?region (\S+)\s*$/;

/**
 * The lines between `// #region name` and `// #endregion name` (`# #region name` in shell), without
 * markers and without the indentation that all of them share. Without a name: all lines.
 *
 * @param where - The file's name, for errors.
 * @throws Error - the region is not there, or does not end.
 */
export function extractRegion(text: string, name: string | undefined, where: string): string {
  const lines = text.split("\n");
  const marks = lines.map((line) => MARKER.exec(line));
  let inside = lines;
  if (name !== undefined) {
    const start = marks.findIndex((mark) => mark?.[2] === name && mark[1] === undefined);
    const end = marks.findIndex((mark) => mark?.[2] === name && mark[1] === "end");
    if (start === -1 || end <= start) {
      throw new Error(
        `${where} has no region "${name}": put "// #region ${name}" before it and "// #endregion ${name}" after it.`,
      );
    }
    inside = lines.slice(start + 1, end);
  }
  const shown = inside.filter((line) => !MARKER.test(line));
  const indents = shown
    .filter((line) => line.trim() !== "")
    .map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const shared = Math.min(...indents);
  return shown
    .map((line) => line.slice(shared))
    .join("\n")
    .trim();
}
