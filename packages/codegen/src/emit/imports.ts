/** An import of types, one a line where there are many; "" of none. */
export function importTypes(names: readonly string[], from: string): string {
  const sorted = [...new Set(names)].toSorted();
  if (sorted.length === 0) return "";
  const line = `import type { ${sorted.join(", ")} } from "${from}";\n`;
  if (line.length <= 101) return line;
  return `import type {\n${sorted.map((name) => `  ${name},\n`).join("")}} from "${from}";\n`;
}
