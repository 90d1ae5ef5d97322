// #region import
import { createRespondIo } from "@parley/respond-io";
import { openTelemetry } from "@parley/runtime/opentelemetry";
import pino from "pino";
// #endregion import
import type { TracerProvider } from "@opentelemetry/api";

export function observed() {
  // #region both
  const logger = pino({ level: "debug" }, process.stdout);
  const respond = createRespondIo({ logger, telemetry: openTelemetry() });
  // #endregion both
  return respond;
}

export function withOwnProvider(tracerProvider: TracerProvider) {
  // #region options
  const respond = createRespondIo({
    loggedResponseHeaders: ["x-request-id"],
    logger: console,
    telemetry: openTelemetry({
      tracerProvider,
      propagate: false,
      responseHeaders: ["x-request-id"],
    }),
  });
  // #endregion options
  return respond;
}
