import { readdirSync, readFileSync } from "node:fs";

/** A callback to try the description on, from specs/sinch/samples/webhooks. */
export interface CallbackSample {
  /** The trigger. */
  readonly webhook: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The samples of callbacks, by file name. */
export function callbackSamples(): [name: string, sample: CallbackSample][] {
  const folder = new URL("../../../specs/sinch/samples/webhooks/", import.meta.url);
  return readdirSync(folder).map((name) => [name, read(new URL(name, folder))]);
}

function read(file: URL): CallbackSample {
  const sample: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (typeof sample !== "object" || sample === null) throw new Error(`${file.href} is no object.`);
  const { webhook, body } = sample as Readonly<Record<string, unknown>>;
  if (typeof webhook !== "string" || typeof body !== "object" || body === null) {
    throw new Error(`${file.href} has no webhook or no body.`);
  }
  return { webhook, body: { ...body } };
}
