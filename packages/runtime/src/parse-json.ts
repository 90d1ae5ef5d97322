// Strings are matched first, so that digits inside them are never taken for a number.
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

// Fewer digits than this always fit a number: Number.MAX_SAFE_INTEGER has 16.
const MAY_HOLD_UNSAFE_INTEGER = /\d{16}/;

/**
 * Parses JSON without rounding: an integer beyond 2^53 - 1 becomes a `bigint`.
 *
 * @throws SyntaxError - when the text is no JSON.
 */
export function parseJson(text: string): unknown {
  if (!MAY_HOLD_UNSAFE_INTEGER.test(text)) return JSON.parse(text);
  // JSON.parse hands a reviver numbers that are rounded already, so that unsafe integers travel
  // through it as marked strings. NUL cannot stand unescaped in JSON: no text holds the mark.
  const mark = "\\u0000bigint:";
  const prefix = "\u0000bigint:";
  let found = false;
  const marked = text.replace(STRING_OR_NUMBER, (token) => {
    if (token.startsWith('"') || !/^-?\d+$/.test(token) || Number.isSafeInteger(Number(token))) {
      return token;
    }
    found = true;
    return `"${mark}${token}"`;
  });
  if (!found) return JSON.parse(text);
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(prefix) && text.includes(value.slice(8))
      ? BigInt(value.slice(8))
      : value,
  );
}
