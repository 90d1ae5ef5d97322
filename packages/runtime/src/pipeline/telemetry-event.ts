/**
 * What the pipeline tells of a call while it goes on. Durations are milliseconds.
 *
 * - `queued`: the call had to wait for a limit, and has its turn now.
 * - `attempt`: a request was sent and answered, or failed; retries, redirects and what is sent once
 *   more after a 401 are attempts of their own.
 * - `tokenRefreshed`: the call caused a token request; absent `error`, it brought a token.
 */
export type TelemetryEvent =
  | { readonly type: "queued"; readonly limit: string; readonly duration: number }
  | {
      readonly type: "attempt";
      readonly duration: number;
      readonly response: Response | undefined;
      readonly error?: unknown;
    }
  | { readonly type: "tokenRefreshed"; readonly duration: number; readonly error?: unknown };

/** Is told of a call's events; what it throws fails the call. */
export type TelemetryObserver = (event: TelemetryEvent) => void;
