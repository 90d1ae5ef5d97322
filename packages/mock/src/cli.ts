import { parseArgs } from "node:util";
import type { MockSource } from "./load-description.js";
import { isProviderName, PROVIDERS } from "./providers.js";
import type { RecordedRequest } from "./recorded-request.js";
import type { Mock } from "./start-mock.js";

const USAGE = `parley-mock serves OpenAPI descriptions on this machine, with their own examples.

Usage: parley-mock <provider|file>... [--port <n>] [--host <address>]

  <provider>  ${PROVIDERS.join(", ")}
  <file>      the path of an OpenAPI 3.1 description
  --port <n>  the port of the first one; the others take the next ones (default: 4010; 0: any)
  --host <a>  the address to listen on (default: 127.0.0.1)
  --help      this text

A request may ask for another declared answer: "Prefer: code=404" or "Prefer: example=name".`;

const mocks: Mock[] = [];

main().catch(async (error: unknown) => {
  console.error(`parley-mock: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
  // Those that had been started would keep the process alive.
  await closeAll();
});

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string", default: "4010" },
      host: { type: "string", default: "127.0.0.1" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  if (positionals.length === 0) {
    throw new Error(`Give a provider (${PROVIDERS.join(", ")}) or the path of a description.`);
  }
  const first = readPort(values.port);
  const sources = positionals.map((word) => ({ word, source: readSource(word) }));
  // Prism takes a second to load: a mistake in the command is told before.
  const { startMock } = await import("./start-mock.js");

  for (const [index, { word, source }] of sources.entries()) {
    const mock = await startMock({
      ...source,
      port: first === 0 ? 0 : first + index,
      host: values.host,
      onRequest: (request) => console.log(line(word, request)),
    });
    mocks.push(mock);
    console.log(`${word}\n  listens at        ${mock.origin}`);
    const tokens = mock.tokenUrl === undefined ? "" : `, tokenUrl: "${mock.tokenUrl}"`;
    console.log(`  point a client    { baseUrl: "${mock.url}"${tokens} }\n`);
  }
  console.log("Any credentials do. Ctrl+C ends it.");

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void closeAll());
  }
}

async function closeAll(): Promise<void> {
  await Promise.all(mocks.map((mock) => mock.close()));
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new Error(`--port takes a number from 0 to 65535, not "${text}".`);
}

function readSource(word: string): MockSource {
  if (isProviderName(word)) return { provider: word };
  if (/[./\\]/.test(word)) return { description: word };
  throw new Error(
    `There is no provider "${word}", only ${PROVIDERS.join(", ")}. A file is given by its path.`,
  );
}

function line(word: string, request: RecordedRequest): string {
  const { method, path, status, operation, violations } = request;
  return [
    `${word} ${method} ${path} ${status} ${operation ?? ""}`.trimEnd(),
    ...violations.map(({ location, message }) => `  ${location.join(".")}: ${message}`),
  ].join("\n");
}
