import { importTypes } from "../emit/imports.js";
import { stringLiteral } from "../emit/literal.js";
import type { CredentialCode, CredentialOption } from "./credential-options.js";
import type { PackageNames } from "./package-names.js";
import { docLines, wrap } from "./wrap.js";

/** `create-<provider>.ts`: the factory of the client. */
export function createModule(
  { title, typeName, factory, variable }: PackageNames,
  credentials: CredentialCode,
  hasWebhooks: boolean,
): string {
  const { options, tokenUrl, authenticator } = credentials;
  const hasOptions = options.length > 0;
  return [
    runtimeImports(credentials),
    importTypes([`${typeName}Resources`, `${typeName}ServerOptions`], "./generated/client.js"),
    'import { operations } from "./generated/operations.js";\n',
    'import { provider } from "./generated/provider.js";\n',
    'import type { paths } from "./generated/schema.js";\n',
    hasWebhooks ? `import { type ${typeName}Webhooks, webhooks } from "./webhooks.js";\n` : "",
    "\n",
    `/** Options of {@link ${factory}}, beside those that every client has. */\n`,
    hasOptions || tokenUrl !== undefined
      ? [
          `export interface ${typeName}Options extends ClientOptions, ${typeName}ServerOptions {\n`,
          ...options.map(optionText),
          tokenUrl === undefined
            ? ""
            : `${docLines(`Where access tokens come from: an https URL, or http on this machine. \`baseUrl\` does not change it. Default: \`${plain(tokenUrl)}\`.`, "  ")}  readonly tokenUrl?: string | undefined;\n`,
          "}\n",
        ].join("")
      : `export type ${typeName}Options = ClientOptions & ${typeName}ServerOptions;\n`,
    "\n",
    docLines(
      `A client of ${title}: resources with methods, and the path-style \`api\`${hasWebhooks ? ", and `webhooks`" : ""}.`,
    ),
    hasWebhooks
      ? `export interface ${typeName} extends Omit<${typeName}Resources, "webhooks"> {\n`
      : `export interface ${typeName} extends ${typeName}Resources {\n`,
    "  /** openapi-fetch's own client over the same pipeline. */\n",
    "  readonly api: PathClient<paths>;\n",
    hasWebhooks
      ? `${docLines(`Reads and verifies what ${title} sends.`, "  ")}  readonly webhooks: ${typeName}Webhooks;\n`
      : "",
    "}\n\n",
    tokenUrl === undefined ? "" : `const TOKEN_URL = ${stringLiteral(tokenUrl)};\n\n`,
    "/**\n",
    ` * Makes a client of ${title}.\n`,
    " *\n",
    ` * @param options - All optional; see {@link ${typeName}Options} for units and defaults.\n`,
    ` * @throws ConfigurationError - ${hasOptions ? "a credential is missing, or " : ""}an option is unusable; the message names it.\n`,
    " * @example\n",
    " * ```ts\n",
    ` * const ${variable} = ${factory}();\n`,
    " * ```\n",
    " */\n",
    `export function ${factory}(options: ${typeName}Options = {}): ${typeName} {\n`,
    ...options.map(({ name, environmentVariable }) =>
      wrap(
        `const ${name} = requiredSecret(`,
        [
          `options.${name}`,
          stringLiteral(name),
          stringLiteral(environmentVariable),
          stringLiteral(factory),
        ],
        ");",
        "  ",
      ).concat("\n"),
    ),
    tokenUrl === undefined
      ? ""
      : "  const { tokenUrl = TOKEN_URL, fetch, clock, random } = options;\n",
    hasWebhooks ? "  const client = " : "  return ",
    `createClient<${typeName}Resources, paths>({\n`,
    "    provider,\n",
    "    operations,\n",
    `${authenticatorText(authenticator)}\n`,
    "    options: { ...options },\n",
    "  });\n",
    hasWebhooks ? "  return Object.assign(client, { webhooks });\n" : "",
    "}\n",
  ].join("");
}

function runtimeImports({ imports, options }: CredentialCode): string {
  const names = [
    ...imports,
    "type ClientOptions",
    "createClient",
    "type PathClient",
    ...(options.length > 0 ? ["requiredSecret", "type Secret"] : []),
  ].toSorted((a, b) => (bare(a) < bare(b) ? -1 : 1));
  return `${wrap("import {", names, '} from "@parley/runtime";', "", " ")}\n`;
}

function bare(name: string): string {
  return name.replace("type ", "").toLowerCase();
}

function optionText({ name, environmentVariable, description }: CredentialOption): string {
  return `${docLines(`${description}, or a function that gives it. Default: the environment variable \`${environmentVariable}\`.`, "  ")}  readonly ${name}?: Secret | undefined;\n`;
}

/** The authenticator, its object's properties one a line where there is no room. */
function authenticatorText(expression: string): string {
  const line = `    authenticator: ${expression},`;
  const [, start = "", inner = ""] = /^(\w+\(\{) (.*) \}\)$/.exec(expression) ?? [];
  return line.length <= 100 || start === ""
    ? line
    : wrap(`authenticator: ${start}`, inner.split(", "), "}),", "    ");
}

function plain(text: string): string {
  return text.replaceAll(/[`*\\]/g, "");
}
