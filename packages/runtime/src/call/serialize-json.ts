import { ConfigurationError } from "../errors/errors.js";

const PLAIN = /^\[object (?:Object|Array|String|Number|Boolean|Null)\]$/;

/**
 * Writes a value as JSON.
 *
 * @param where - For messages: `messages.send: body`.
 * @throws ConfigurationError - for cycles, bigints and functions, and for files, bytes, forms, maps
 * and streams, which JSON.stringify would take for empty objects.
 */
export function serializeJson(value: unknown, where: string): string {
  const tag = Object.prototype.toString.call(value);
  // A Buffer has a toJSON of its own, which gives a list of numbers.
  if (PLAIN.test(tag) || ("toJSON" in Object(value) && !ArrayBuffer.isView(value))) {
    try {
      const text: string | undefined = JSON.stringify(value);
      if (text !== undefined) return text;
    } catch (cause) {
      throw new ConfigurationError(
        `${where} cannot be written as JSON (${cause instanceof Error ? cause.message.split("\n", 1)[0] : "unknown reason"}); give plain data without cycles and bigints.`,
        { cause },
      );
    }
  }
  throw new ConfigurationError(
    `${where} is of type ${tag.slice(8, -1)}, which JSON cannot say; give plain data.`,
  );
}
