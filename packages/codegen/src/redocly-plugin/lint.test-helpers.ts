/** Lints a description held in memory with one rule of the plugin. */
import {
  BaseResolver,
  createConfig,
  getLineColLocation,
  lintFromString,
  makeDocumentFromString,
} from "@redocly/openapi-core";
import parley from "./index.js";

/** What a person sees of a problem. */
export interface ReportedProblem {
  /** The text of the line from the column that Redocly points at. */
  readonly text: string;
  /** The file and the pointer of the node: `openapi.yaml#/paths/~1contacts/get`. */
  readonly at: string;
  readonly message: string;
}

const folder = "/specs/example-provider/";

/**
 * The problems that one rule finds.
 *
 * @param rule - The rule's name, without `parley/`.
 * @param description - The text of `openapi.yaml`.
 * @param files - The text of other files, by their path beside it.
 */
export async function problems(
  rule: string,
  description: string,
  files: Readonly<Record<string, string>> = {},
): Promise<ReportedProblem[]> {
  const config = await createConfig({
    plugins: [parley()],
    rules: { [`parley/${rule}`]: "error" },
  });
  const externalRefResolver = new BaseResolver();
  for (const [path, text] of Object.entries(files)) {
    const document = makeDocumentFromString(text, folder + path);
    externalRefResolver.cache.set(folder + path, Promise.resolve(document));
  }
  const found = await lintFromString({
    source: description,
    absoluteRef: `${folder}openapi.yaml`,
    config,
    externalRefResolver,
  });
  return found.map(({ message, location: [location] }) => {
    if (location === undefined) throw new Error(`A problem without a location: ${message}`);
    const { source, start } = getLineColLocation(location);
    return {
      text: source.getLines()[start.line - 1]?.slice(start.col - 1) ?? "",
      at: source.absoluteRef.replace(folder, "") + String(location.pointer),
      message,
    };
  });
}
