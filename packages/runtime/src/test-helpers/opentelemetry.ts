import { context, propagation } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";

/** An SDK that keeps what it is given. */
export interface TestSdk extends AsyncDisposable {
  readonly tracerProvider: TracerProvider;
  readonly meterProvider: MeterProvider;
  /** The spans that have ended, in the order of their ends. */
  spans(): readonly ReadableSpan[];
  /** The one ended span of a name. */
  span(name: string): ReadableSpan;
  /** What was measured, by instrument. */
  metrics(): Promise<ReadonlyMap<string, MetricData>>;
}

/**
 * @param options.register - Whether to register with the API what an SDK for Node registers:
 * contexts that follow promises, and W3C's headers.
 */
export function createTestSdk({ register = false }: { readonly register?: boolean } = {}): TestSdk {
  if (register) {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
    propagation.setGlobalPropagator(new CompositePropagator({ propagators }));
  }
  const spanExporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: spanExporter })],
  });
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  // Far beyond any test: what is measured is read when a test asks for it.
  const exportIntervalMillis = 2_147_483_647;
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter,
    exportIntervalMillis,
  });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const spans = () => spanExporter.getFinishedSpans();
  return {
    tracerProvider,
    meterProvider,
    spans,
    span(name) {
      const found = spans().filter((span) => span.name === name);
      const [span] = found;
      if (span === undefined || found.length > 1) {
        throw new Error(`${found.length} spans are called ${name}.`);
      }
      return span;
    },
    async metrics() {
      await reader.forceFlush();
      const latest = metricExporter.getMetrics().at(-1)?.scopeMetrics ?? [];
      return new Map(
        latest.flatMap(({ metrics }) => metrics.map((metric) => [metric.descriptor.name, metric])),
      );
    },
    async [Symbol.asyncDispose]() {
      if (register) {
        context.disable();
        propagation.disable();
      }
      await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);
    },
  };
}
