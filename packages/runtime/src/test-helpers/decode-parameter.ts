/**
 * Reads what a server would read from a written parameter, by OpenAPI 3.1.1's table of styles.
 *
 * Written from the table and from RFC 3986, without a look at the serializer.
 */

/** What the server expects the value to be. */
export type Shape = "scalar" | "array" | "object";

export type Decoded = string | string[] | Record<string, string>;

/** RFC 3986 section 2.1, over bytes; a stray percent sign or illegal UTF-8 throws. */
function percentDecode(text: string): string {
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7e || code < 0x21) throw new Error(`Unescaped character ${code} at ${index}.`);
    if (text[index] !== "%") {
      bytes.push(code);
      continue;
    }
    const digits = text.slice(index + 1, index + 3);
    if (!/^[0-9A-F]{2}$/.test(digits)) throw new Error(`Stray percent sign at ${index}.`);
    bytes.push(Number.parseInt(digits, 16));
    index += 2;
  }
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
}

function pairsOf(parts: readonly string[], decode: (text: string) => string) {
  return Object.fromEntries(
    parts.map((part) => {
      const border = part.indexOf("=");
      if (border < 0) throw new Error(`No "=" in ${part}.`);
      return [decode(part.slice(0, border)), decode(part.slice(border + 1))];
    }),
  );
}

function alternating(parts: readonly string[], decode: (text: string) => string) {
  if (parts.length % 2 !== 0) throw new Error("A key without a value.");
  const result: Record<string, string> = {};
  for (let index = 0; index < parts.length; index += 2) {
    result[decode(parts[index] ?? "")] = decode(parts[index + 1] ?? "");
  }
  return result;
}

/** Reads one value whose items, or keys and values, are parted by a separator. */
export function decodeJoined(
  text: string,
  separator: string,
  shape: Shape,
  explode: boolean,
  decode: (text: string) => string = percentDecode,
): Decoded {
  if (shape === "scalar") return decode(text);
  const parts = text.split(separator);
  if (shape === "array") return parts.map(decode);
  return explode ? pairsOf(parts, decode) : alternating(parts, decode);
}

function after(text: string, prefix: string): string {
  if (!text.startsWith(prefix)) throw new Error(`${text} does not begin with ${prefix}.`);
  return text.slice(prefix.length);
}

export function decodePath(
  text: string,
  name: string,
  style: "simple" | "label" | "matrix",
  explode: boolean,
  shape: Shape,
): Decoded {
  if (style === "simple") return decodeJoined(text, ",", shape, explode);
  if (style === "label") return decodeJoined(after(text, "."), explode ? "." : ",", shape, explode);
  const key = `${encodeURIComponent(name)}=`;
  if (!explode || shape === "scalar") {
    return decodeJoined(after(text, `;${key}`), ",", shape, false);
  }
  const parts = after(text, ";").split(";");
  if (shape === "object") return pairsOf(parts, percentDecode);
  return parts.map((part) => percentDecode(after(part, key)));
}

export function decodeQuery(
  query: string,
  name: string,
  style: "form" | "spaceDelimited" | "pipeDelimited" | "deepObject",
  explode: boolean,
  shape: Shape,
): Decoded {
  const key = `${encodeURIComponent(name)}=`;
  const pairs = query.split("&");
  if (style === "deepObject") {
    const entries = Object.entries(pairsOf(pairs, percentDecode));
    return Object.fromEntries(
      entries.map(([path, value]) => {
        const inner = after(path, `${name}[`);
        if (!inner.endsWith("]")) throw new Error(`No "]" in ${path}.`);
        return [inner.slice(0, -1), value];
      }),
    );
  }
  if (explode && shape === "object") return pairsOf(pairs, percentDecode);
  if (explode && shape === "array") return pairs.map((pair) => percentDecode(after(pair, key)));
  if (pairs.length !== 1) throw new Error(`${pairs.length} pairs where one was due.`);
  const separator = { form: ",", spaceDelimited: "%20", pipeDelimited: "%7C" }[style];
  return decodeJoined(after(query, key), separator, shape, false);
}
