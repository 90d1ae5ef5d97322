// Strings are matched first, so that digits inside them are never taken for a number; a colon
// after one tells that it is a key.
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"(?:\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

// Fewer digits than this always fit a number: Number.MAX_SAFE_INTEGER has 16.
const SAFE_DIGITS = 16;

function isDigit(code: number): boolean {
  // "0" to "9".
  return code >= 0x30 && code <= 0x39;
}

/** Whether there are 16 digits in a row: of those one is at each 16th place, so that one looks there alone. */
function mayHoldUnsafeInteger(text: string): boolean {
  for (let index = SAFE_DIGITS - 1; index < text.length; index += SAFE_DIGITS) {
    if (!isDigit(text.charCodeAt(index))) continue;
    let start = index;
    while (isDigit(text.charCodeAt(start - 1))) start -= 1;
    let end = index + 1;
    while (isDigit(text.charCodeAt(end))) end += 1;
    if (end - start >= SAFE_DIGITS) return true;
  }
  return false;
}

/**
 * Parses JSON without rounding: an integer beyond 2^53 - 1 becomes a `bigint`.
 *
 * @throws SyntaxError - when the text is no JSON.
 */
export function parseJson(text: string): unknown {
  // Before anything else: only in what is JSON every string is closed, and a search for strings
  // that never close would take quadratic time.
  const rounded: unknown = JSON.parse(text);
  if (!mayHoldUnsafeInteger(text)) return rounded;
  // A reviver is given numbers that are rounded already, so that unsafe integers travel through it
  // as strings that begin with a NUL; strings that begin with one themselves get a second.
  let found = false;
  const marked = text.replace(STRING_OR_NUMBER, (token) => {
    if (token.startsWith('"')) {
      return token.startsWith('"\\u0000') && !token.endsWith(":")
        ? `"\\u0000${token.slice(1)}`
        : token;
    }
    if (!/^-?\d+$/.test(token) || Number.isSafeInteger(Number(token))) return token;
    found = true;
    return `"\\u0000${token}"`;
  });
  if (!found) return rounded;
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value !== "string" || !value.startsWith("\0")) return value;
    return value[1] === "\0" ? value.slice(1) : BigInt(value.slice(1));
  });
}
