import { type Clock, ConfigurationError, type Logger, systemClock } from "@parley/runtime";
import { StoreUnavailableError } from "./errors.js";
import { writeRecord } from "./write-record.js";

/** What is done about a Redis that is away. */
export interface AvailabilityOptions {
  /** Milliseconds that Redis may take to answer. Default: 500. */
  readonly timeout?: number | undefined;
  /** Told once when Redis goes away, and once when it is back. Default: a process warning when it goes. */
  readonly logger?: Logger | undefined;
  /** Time, for tests. Default: the host's clock. */
  readonly clock?: Clock | undefined;
}

// An answer takes a millisecond or two; half a second outlasts a fork or a failover between nodes.
const DEFAULT_TIMEOUT = 500;

// How often a Redis that is away is asked again: one call in that time waits for it, not all.
const PROBE_INTERVAL = 1000;

/** Runs commands while Redis answers, and what stands in for them while it does not. */
export interface Availability {
  /** When it came back; -Infinity where it was never away. */
  readonly recoveredAt: number;
  /**
   * @param command - Asks Redis.
   * @param fallback - What to do in its place, while Redis is away or too slow.
   */
  run<Value>(
    command: () => Promise<Value>,
    fallback: (error: StoreUnavailableError) => Value | Promise<Value>,
  ): Promise<Value>;
}

/**
 * Keeps calls from waiting for a Redis that is away: it is asked again once a second, and whoever
 * comes in between has the fallback at once.
 *
 * @param consequence - What happens while it is away, for the warning.
 */
export function watchAvailability(
  { timeout = DEFAULT_TIMEOUT, logger, clock = systemClock }: AvailabilityOptions,
  consequence: string,
): Availability {
  if (!(timeout > 0)) {
    throw new ConfigurationError(
      `Option "timeout" is ${String(timeout)}; give milliseconds, above 0.`,
    );
  }
  let away: StoreUnavailableError | undefined;
  let askAgainAt = -Infinity;
  let recoveredAt = -Infinity;

  function noteFailure(error: unknown): StoreUnavailableError {
    askAgainAt = clock.now() + PROBE_INTERVAL;
    if (away !== undefined) return away;
    const reason = reasonOf(error);
    away = new StoreUnavailableError(
      `Redis does not answer (${reason}); check that it runs and can be reached.`,
    );
    const message = `Redis does not answer (${reason}): ${consequence} until it does`;
    if (logger === undefined) process.emitWarning(message, "ParleyRedisWarning");
    else writeRecord(() => logger.warn({ "error.type": reason }, message));
    return away;
  }

  function noteSuccess(): void {
    if (away === undefined) return;
    away = undefined;
    recoveredAt = clock.now();
    writeRecord(() => logger?.info({}, "Redis answers again"));
  }

  return {
    get recoveredAt() {
      return recoveredAt;
    },
    async run(command, fallback) {
      if (away !== undefined) {
        if (clock.now() < askAgainAt) return fallback(away);
        // One call asks; those that come while it waits do not.
        askAgainAt = clock.now() + PROBE_INTERVAL;
      }
      try {
        const value = await withTimeout(command(), timeout, clock);
        noteSuccess();
        return value;
      } catch (error) {
        return fallback(noteFailure(error));
      }
    },
  };
}

class NoAnswerError extends Error {}

function withTimeout<Value>(promise: Promise<Value>, timeout: number, clock: Clock) {
  return new Promise<Value>((resolve, reject) => {
    const timer = clock.setTimeout(
      () => reject(new NoAnswerError(`no answer in ${timeout} ms`)),
      timeout,
    );
    promise.finally(() => clock.clearTimeout(timer)).then(resolve, reject);
  });
}

/** Why it failed, in words that hold no secret: Redis's own messages may quote what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof NoAnswerError) return error.message;
  if (!(error instanceof Error)) return typeof error;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  // Redis begins its messages with a word of its own: NOAUTH, WRONGPASS, LOADING, READONLY.
  return code ?? /^[A-Z]{2,}(?= )/.exec(error.message)?.[0] ?? error.constructor.name;
}
