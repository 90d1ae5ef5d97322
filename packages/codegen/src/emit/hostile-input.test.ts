import fc from "fast-check";
import ts from "typescript";
import { expect, test } from "vitest";
import type { OpenApiDocument } from "../description/openapi.js";
import { buildModel } from "../model/build-model.js";
import { description, json, ok, type Written } from "../test-helpers/describe.js";
import { strangeCodeIn } from "../test-helpers/strange-code.js";
import { emitPackage } from "./emit-package.js";

/** A description that has these strings wherever a description can have any string. */
function describedWith(texts: readonly [string, ...string[]]): Written {
  const text = (index: number): string => texts[index % texts.length] ?? "";
  const schema = {
    title: text(0),
    description: text(1),
    type: "object",
    required: [text(2)],
    properties: Object.fromEntries([
      [
        text(2),
        {
          type: "string",
          title: text(3),
          description: text(4),
          format: text(5),
          pattern: text(6),
          default: text(7),
          examples: [text(8), { [text(9)]: text(10) }],
          "x-parley-unverified": text(11),
        },
      ],
      ["closed", { type: "string", enum: [text(0), `${text(1)}2`] }],
      ["fixed", { const: text(3) }],
      ["open", { type: "string", "x-parley-open-enum": [text(4), `${text(5)}2`] }],
      ["prefixed", { type: "string", "x-parley-prefixes": [text(6)] }],
      ["list", { type: "array", items: { const: { [text(7)]: [text(8)] } } }],
    ]),
  };
  const body = json({ $ref: "#/components/schemas/Thing" });
  return description({
    "x-parley-provider": { name: "example", title: text(0) },
    servers: [
      {
        // A brace would be a variable, and the others are refused.
        url: `https://{region}.example.com/${text(1).replaceAll(/[{}?#]/g, "")}`,
        description: text(2),
        "x-parley-server": { environment: "test" },
        variables: { region: { default: text(3), enum: [text(3)], description: text(4) } },
      },
    ],
    tags: [{ name: text(5), description: text(6) }],
    "x-parley-client-parameters": {
      [`q${text(8)}`]: { option: "query", environmentVariable: "QUERY" },
    },
    "x-parley-rate-limits": { [text(9)]: { requests: 1, interval: 1 } },
    "x-parley-webhooks": {
      discriminator: { key: true },
      verification: {
        algorithm: "hmac-sha256",
        signatureHeader: "S",
        signed: ["body"],
        separator: text(10),
      },
    },
    webhooks: {
      [`w${text(11)}`]: {
        "x-parley-webhook-key": text(0),
        post: {
          summary: text(1),
          description: text(2),
          requestBody: { ...json(schema) },
          responses: { "200": { description: text(3) } },
        },
      },
    },
    paths: {
      [`/things/${text(7).replaceAll(/[{}]/g, "")}`]: {
        summary: text(4),
        post: {
          operationId: "things.create",
          tags: [text(5)],
          summary: text(6),
          description: text(7),
          deprecated: true,
          "x-parley-unverified": text(8),
          "x-parley-rate-limit": [text(9)],
          "x-parley-empty-result": Object.fromEntries([[text(10), [text(11), { a: text(0) }]]]),
          "x-parley-failure": { pointer: `/${text(1)}`, equals: text(2), message: `/${text(3)}` },
          parameters: [
            { name: `q${text(8)}`, in: "query", description: text(5), schema, example: text(6) },
            { name: `h${text(9)}`, in: "header", ...json(schema) },
          ],
          requestBody: { description: text(7), required: true, ...body },
          responses: {
            "200": {
              description: text(8),
              headers: { [text(9)]: { description: text(10), schema } },
              ...ok(schema),
            },
            "201": { description: text(11), ...body },
            "204": { description: text(0) },
            "404": {
              description: text(1),
              content: { [`application/x${text(2)}+json`]: { schema } },
            },
          },
        },
      },
    },
    components: { schemas: { Thing: schema } },
  });
}

const STATEMENTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.VariableStatement,
]);

const DATA: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ObjectLiteralExpression,
  ts.SyntaxKind.ArrayLiteralExpression,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.ComputedPropertyName,
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
  // The keys of objects, and the members of the list of operations.
  ts.SyntaxKind.Identifier,
]);

/** What in a source is neither a declaration of types nor data. */
function codeIn(name: string, source: string): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true);
  const { diagnostics = [] } = ts.transpileModule(source, {
    fileName: name,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const found = diagnostics.map(
    ({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
  );
  const checkData = (node: ts.Node): void => {
    if (!DATA.has(node.kind)) found.push(`${name}: ${node.getText()}`);
    ts.forEachChild(node, checkData);
  };
  for (const statement of file.statements) {
    if (!STATEMENTS.has(statement.kind)) found.push(`${name}: ${statement.getText()}`);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { initializer } of statement.declarationList.declarations) {
      if (initializer !== undefined) checkData(initializer);
    }
  }
  return found;
}

async function codeFrom(texts: readonly [string, ...string[]]): Promise<string[]> {
  // Past the lint, which refuses some of it: the emitters alone have to be safe.
  const document = JSON.parse(JSON.stringify(describedWith(texts))) as unknown as OpenApiDocument;
  const loaded = { file: "openapi.yaml", document, json: "{}\n", problems: [] };
  const files = await emitPackage(loaded, buildModel(loaded));
  return [...files].flatMap(([name, source]) => {
    if (name === "validators.js") return strangeCodeIn(source);
    // A declaration file is not transpiled, but has no other syntax.
    return name.endsWith(".ts") ? codeIn(name.replace(".d.ts", ".ts"), source) : [];
  });
}

const hostile = [
  "*/ process.exit(1) /*",
  "`${process.exit(1)}`",
  '"; process.exit(1); "',
  "'); process.exit(1); ('",
  "\\",
  '\\"; process.exit(1); //',
  "line\nprocess.exit(1)",
  "line\rprocess.exit(1)",
  "line\u2028process.exit(1)",
  "line\u2029process.exit(1)",
  "*\u0000/ process.exit(1) /*",
  "__proto__",
  "constructor",
  "</script><script>",
  "*\\/",
  "${a}",
  "\ud800",
  "@deprecated",
] as const;

test.each(hostile)("%j is never code", async (text) => {
  expect(await codeFrom([text])).toEqual([]);
});

// Each run makes, parses and searches all files of a package.
test("no text is ever code, wherever a description has it", { timeout: 60_000 }, async () => {
  const piece = fc.oneof(fc.string({ unit: "binary", maxLength: 8 }), fc.constantFrom(...hostile));
  const text = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(""));
  const texts = fc.tuple(text, text, text, text, text, text, text);
  await fc.assert(
    fc.asyncProperty(texts, async (values) => {
      expect(await codeFrom(values)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("code would be found", () => {
  expect(codeIn("a.ts", "/** a */ process.exit(1) /* */\n")).toEqual(["a.ts: process.exit(1)"]);
  expect(codeIn("a.ts", "export const a = { b: process.exit(1) };")).toContain(
    "a.ts: process.exit(1)",
  );
  expect(codeIn("a.ts", "export const a = `${b}`;")).not.toEqual([]);
  expect(codeIn("a.ts", "export interface A { a: ")).not.toEqual([]);
});
