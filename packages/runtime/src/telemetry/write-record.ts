import type { Logger } from "./logging.js";

/**
 * Writes a record. That it cannot be written (a logger's worker that has died throws) changes
 * nothing: the call that it tells of has its outcome, and may have been acted on.
 */
export function writeRecord(
  logger: Logger,
  level: "debug" | "info" | "warn",
  fields: Readonly<Record<string, unknown>>,
  message: string,
): void {
  try {
    logger[level]?.(fields, message);
  } catch {
    // There is no other place to tell of it.
  }
}
