import type { Operation } from "@parley/runtime";
import type { DocumentedProvider } from "./providers.ts";
import { literal } from "./literal.ts";

/** How a method is written about. */
export interface SnippetSubject {
  readonly provider: DocumentedProvider;
  readonly operation: Operation;
  /** Whether it gives a list that can be walked. */
  readonly isList: boolean;
  /** Whether a success has no result. */
  readonly isVoid: boolean;
}

type Parameters = Readonly<Record<string, unknown>>;

/** A whole program that makes a call in the style of methods. */
export function methodSnippet(subject: SnippetSubject, parameters: Parameters): string {
  const { provider, operation, isList, isVoid } = subject;
  const before = `${isList ? "for await (const item of " : "const result = await "}${provider.variable}.${operation.id}(`;
  const given = Object.keys(parameters).length === 0 ? "" : literal(parameters, before.length);
  const call = `${provider.variable}.${operation.id}(${given})`;
  const use = isList
    ? `for await (const item of ${call}) {\n  console.log(item);\n}`
    : isVoid
      ? `await ${call};`
      : `const result = await ${call};\nconsole.log(result);`;
  return `${opening(provider, given)}\n\n${use}\n`;
}

/** The same call over the path, as openapi-fetch has it. */
export function pathSnippet(subject: SnippetSubject, parameters: Parameters): string {
  const { provider, operation, isVoid } = subject;
  const params: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const place = operation.parameters?.[name];
    if (place === undefined) continue;
    const location = typeof place === "string" ? place : place.in;
    params[location] = { ...params[location], [name]: value };
  }
  const init = {
    ...(Object.keys(params).length === 0 ? {} : { params }),
    ...("body" in parameters ? { body: parameters["body"] } : {}),
  };
  const names = isVoid ? "{ error, response }" : "{ data, error, response }";
  const call = `const ${names} = await ${provider.variable}.api.${operation.method}(${JSON.stringify(operation.path)}`;
  const second = Object.keys(init).length === 0 ? "" : `, ${literal(init, call.length)}`;
  return [
    opening(provider, second),
    "",
    `${call}${second});`,
    `if (error) throw new Error(\`\${response.status}\`, { cause: error });`,
    ...(isVoid ? [] : ["console.log(data);"]),
    "",
  ].join("\n");
}

/** What a client sends. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  /** The text of the body, or its parts, each as curl's `--form` takes it. */
  readonly body: string | readonly string[] | undefined;
}

/** The same request for curl. */
export function curlSnippet(request: WireRequest): string {
  const { method, url, headers, body } = request;
  const lines = [
    `curl${method === "GET" ? "" : ` --request ${method}`} ${shellText(url)}`,
    ...headers.map(([name, value]) => `--header ${shellText(`${name}: ${value}`)}`),
    ...(typeof body === "string"
      ? [`--data ${singleQuoted(body)}`]
      : (body ?? []).map((part) => `--form ${singleQuoted(part)}`)),
  ];
  return lines.join(" \\\n  ");
}

/** What stands before a call: imports, the client, and the bytes of a file if one is uploaded. */
function opening(
  { name, factory, variable, credentials }: DocumentedProvider,
  parameters: string,
): string {
  const hasFile = parameters.includes("new File([bytes]");
  return [
    ...(hasFile ? [`import { readFile } from "node:fs/promises";`] : []),
    `import { ${factory} } from "@parley/${name}";`,
    "",
    `const ${variable} = ${factory}(); // ${credentials.join(", ")}`,
    ...(hasFile ? [`const bytes = await readFile("photo.jpg");`] : []),
  ].join("\n");
}

/** Text in which `$NAME` stands for an environment variable. */
function shellText(text: string): string {
  return /\$[A-Z]/.test(text)
    ? `"${text.replaceAll(/["\\`]/g, String.raw`\$&`)}"`
    : singleQuoted(text);
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
