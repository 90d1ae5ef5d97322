import { stringLiteral } from "../emit/literal.js";
import type { MethodModel } from "../model/model.js";
import type { CredentialCode } from "./credential-options.js";
import type { PackageNames } from "./package-names.js";
import { wrap } from "./wrap.js";

/** `create-<provider>.test.ts`: that credentials are asked for, sent, and kept secret. */
export function createTest(
  names: PackageNames,
  credentials: CredentialCode,
  methods: readonly MethodModel[],
): string {
  const { provider, factory } = names;
  const hasSecret = credentials.options.length > 0;
  const given = hasSecret ? `{ ${givenOptions(credentials).join(", ")} }` : "";
  return [
    hasSecret
      ? 'import { inspect } from "node:util";\nimport { afterEach, beforeEach, describe, expect, test, vi } from "vitest";\n'
      : 'import { describe, expect, test } from "vitest";\n',
    `import { ${factory} } from "./create-${provider}.js";\n`,
    'import { operations } from "./generated/operations.js";\n\n',
    `describe(${stringLiteral(factory)}, () => {\n`,
    hasSecret ? secretTests(names, credentials, plainMethod(methods)) : "",
    '  test("makes a client with a resource for every operation", () => {\n',
    `    const client = ${factory}(${given});\n`,
    '    const resources = operations.map(({ id }) => id.split(".", 1).join(""));\n',
    "    expect(Object.keys(client)).toEqual(expect.arrayContaining(resources));\n",
    "  });\n",
    "});\n",
  ].join("");
}

/** A method that can be called with nothing, and whose answer may be any object. */
function plainMethod(methods: readonly MethodModel[]): MethodModel | undefined {
  return methods.find(
    ({ parameters, exactlyOneOf, body, response, pagination, first, failure }) =>
      !parameters.some(({ required }) => required) &&
      exactlyOneOf === undefined &&
      body?.required !== true &&
      response === "json" &&
      pagination === undefined &&
      first === undefined &&
      failure === undefined,
  );
}

function givenOptions({ options }: CredentialCode): string[] {
  return options.map(({ name }, index) => `${name}: "${String.fromCharCode(97 + index)}"`);
}

function secretTests(
  { factory, variable }: PackageNames,
  credentials: CredentialCode,
  plain: MethodModel | undefined,
): string {
  const { options, sent } = credentials;
  const [first] = options;
  const stub = (value: string): string[] =>
    options.map(
      ({ environmentVariable }) =>
        `vi.stubEnv(${stringLiteral(environmentVariable)}, ${stringLiteral(value)})`,
    );
  const missing = `"${first?.name ?? ""}" is missing`;
  return [
    options.length === 1
      ? `  beforeEach(() => ${stub("").join("")});\n`
      : `  beforeEach(() => {\n${stub("")
          .map((line) => `    ${line};\n`)
          .join("")}  });\n`,
    "  afterEach(() => vi.unstubAllEnvs());\n\n",
    '  test("names the option and the environment variable of a credential that is missing", () => {\n',
    `    expect(() => ${factory}()).toThrow('${missing}');\n`,
    `    expect(() => ${factory}()).toThrow(${stringLiteral(first?.environmentVariable ?? "")});\n`,
    "  });\n\n",
    '  test("takes its credentials from the environment", () => {\n',
    ...stub("from-environment").map((line) => `    ${line};\n`),
    `    expect(() => ${factory}()).not.toThrow();\n`,
    "  });\n\n",
    sent === undefined || plain === undefined
      ? ""
      : [
          '  test("sends its credentials with a call", async () => {\n',
          "    const sent: (string | null)[] = [];\n",
          "    const fetch = async (_url: string, init: RequestInit) => {\n",
          `      sent.push(new Headers(init.headers).get(${stringLiteral(sent.header)}));\n`,
          '      return Response.json({ access_token: "t", token_type: "Bearer" });\n',
          "    };\n",
          `${wrap(`const ${variable} = ${factory}({`, [...givenOptions(credentials), "fetch"], "});", "    ", " ")}\n`,
          `    await ${variable}.${plain.id}();\n`,
          `    expect(sent.at(-1)).toBe(${stringLiteral(sent.value)});\n`,
          "  });\n\n",
        ].join(""),
    '  test("shows no credential when the client is printed", () => {\n',
    `${wrap(
      `const ${variable} = ${factory}({`,
      options.map(({ name }) => `${name}: "canary"`),
      "});",
      "    ",
      " ",
    )}\n`,
    `    expect(inspect(${variable}, { depth: 9, showHidden: true })).not.toContain("canary");\n`,
    `    expect(JSON.stringify(${variable})).not.toContain("canary");\n`,
    "  });\n\n",
  ].join("");
}
