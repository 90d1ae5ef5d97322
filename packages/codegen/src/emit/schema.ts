/**
 * `schema.ts`: the types of the whole document. This is the only module that knows
 * openapi-typescript, and the compiler API that it needs.
 */
import {
  astToString,
  resolveRef,
  transformSchema,
  type GlobalContext,
  type OpenAPI3,
  type SchemaObject as TransformedSchema,
} from "openapi-typescript";
import ts from "typescript";
import { isObject } from "../description/json.js";
import type { OpenApiDocument, SchemaObject } from "../description/openapi.js";
import { header } from "./header.js";
import { typedDocument } from "./typed-document.js";

/** Makes the types of a document: `paths`, `webhooks`, `components` and `operations`. */
export function emitSchema(document: OpenApiDocument, provider: string): string {
  // The lint has checked the shape, and the two packages describe the same one.
  const source = typedDocument(document) as unknown as OpenAPI3;
  const nodes = declarations(source);
  return header(provider) + withLenientHelper(halfIndented(astToString(nodes)));
}

/** openapi-typescript copies all operations for each one that it adds: few at a time are fast. */
const PATHS_AT_A_TIME = 50;

/** The declarations of `schema.ts`. */
function declarations(source: OpenAPI3): ts.Node[] {
  const paths = Object.entries(source.paths ?? {});
  const [first, ...others]: [ts.Node[], ...ts.Node[][]] = [
    transformSchema(
      { ...source, paths: Object.fromEntries(paths.slice(0, PATHS_AT_A_TIME)) },
      contextOf(source),
    ),
    ...chunks(paths.slice(PATHS_AT_A_TIME)).map((chunk) =>
      transformSchema(
        { openapi: source.openapi, info: source.info, paths: Object.fromEntries(chunk) },
        contextOf(source),
      ),
    ),
  ];
  if (others.length === 0) return first;

  const byName = new Map<string, ts.Node>();
  const members = new Map<string, ts.TypeElement[]>();
  for (const node of [...first, ...others.flat()]) {
    if (ts.isInterfaceDeclaration(node)) {
      const known = members.get(node.name.text) ?? [];
      members.set(node.name.text, known);
      for (const member of node.members) known.push(member);
      byName.set(node.name.text, node);
    } else if (ts.isTypeAliasDeclaration(node) && !byName.has(node.name.text)) {
      byName.set(node.name.text, node);
    }
  }
  return [...byName].map(([name, node]) =>
    ts.isInterfaceDeclaration(node)
      ? ts.factory.updateInterfaceDeclaration(
          node,
          node.modifiers,
          node.name,
          node.typeParameters,
          node.heritageClauses,
          members.get(name) ?? [],
        )
      : node,
  );
}

function chunks<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / PATHS_AT_A_TIME) }, (_, index) =>
    items.slice(index * PATHS_AT_A_TIME, (index + 1) * PATHS_AT_A_TIME),
  );
}

/**
 * The settings of openapi-typescript. Its own entry point would parse, lint and bundle the
 * document once more, which has been done, and takes most of the time of a large one.
 */
function contextOf(source: OpenAPI3): GlobalContext {
  const resolved = new Map<string, unknown>();
  return {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    // A default is what the server assumes: it makes no property of a request required.
    defaultNonNullable: false,
    discriminators: { objects: {}, refsHandled: [] },
    // An object without properties may have any, unless the schema forbids it: see typeOf.
    emptyObjectsUnknown: true,
    enum: false,
    enumValues: false,
    conditionalEnums: false,
    dedupeEnums: false,
    excludeDeprecated: false,
    exportType: false,
    immutable: false,
    rootTypes: false,
    rootTypesNoSchemaPrefix: false,
    rootTypesKeepCasing: false,
    injectFooter: [],
    pathParamsAsTypes: false,
    postTransform: undefined,
    propertiesRequiredByDefault: false,
    // Only its entry point reads this.
    redoc: undefined as unknown as GlobalContext["redoc"],
    silent: true,
    transform: typeOf,
    transformProperty: undefined,
    makePathsEnum: false,
    generatePathParams: false,
    readWriteMarkers: false,
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- It is openapi-typescript's signature.
    resolve<T>(reference: string): T | undefined {
      // Each is asked for many times over, and to parse it takes longer than to find it again.
      if (!resolved.has(reference)) {
        resolved.set(reference, resolveRef<T>(source, reference, { silent: true }));
      }
      // What it leads to has the type that who asks expects there, as in openapi-typescript.
      return resolved.get(reference) as T | undefined;
    },
  };
}

/**
 * The type of a schema that says more than openapi-typescript reads. A schema of several types is
 * passed here once for each of them.
 */
function typeOf(transformed: TransformedSchema): ts.TypeNode | undefined {
  // May be a boolean schema, or a `$ref`.
  if (!isObject(transformed) || "$ref" in transformed) return undefined;
  const schema = transformed as SchemaObject;
  if (schema.type === "string") return stringType(schema);
  const isEmpty =
    schema.type === "object" &&
    schema.additionalProperties === false &&
    Object.keys(schema.properties ?? {}).length === 0;
  return isEmpty && !hasComposition(schema) ? emptyObject() : undefined;
}

function hasComposition({ allOf, anyOf, oneOf }: SchemaObject): boolean {
  return allOf !== undefined || anyOf !== undefined || oneOf !== undefined;
}

function stringType(schema: SchemaObject): ts.TypeNode | undefined {
  const open = schema["x-parley-open-enum"];
  const prefixes = schema["x-parley-prefixes"];
  if (schema.const !== undefined || schema.enum !== undefined) return undefined;
  // The known values first, so that an editor offers them.
  if (open !== undefined) return union([...open.map(stringLiteral), anyOtherString()]);
  if (prefixes !== undefined) return union(prefixes.map(prefixed));
  return schema.format === "binary" || schema.contentMediaType === "application/octet-stream"
    ? ts.factory.createTypeReferenceNode("Blob")
    : undefined;
}

function union(types: readonly ts.TypeNode[]): ts.TypeNode {
  return ts.factory.createUnionTypeNode(types);
}

function stringLiteral(text: string): ts.TypeNode {
  return ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(text));
}

/** `string & {}`: any string, yet a type of its own beside literals. */
function anyOtherString(): ts.TypeNode {
  return ts.factory.createParenthesizedType(
    ts.factory.createIntersectionTypeNode([
      ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
      ts.factory.createTypeLiteralNode([]),
    ]),
  );
}

/** `prefix${string}` */
function prefixed(prefix: string): ts.TypeNode {
  const raw = JSON.stringify(prefix).slice(1, -1).replaceAll('\\"', '"').replace(/[`$]/g, "\\$&");
  return ts.factory.createTemplateLiteralType(ts.factory.createTemplateHead(prefix, raw), [
    ts.factory.createTemplateLiteralTypeSpan(
      ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
      ts.factory.createTemplateTail(""),
    ),
  ]);
}

/** `Record<string, never>` */
function emptyObject(): ts.TypeNode {
  return ts.factory.createTypeReferenceNode("Record", [
    ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    ts.factory.createKeywordTypeNode(ts.SyntaxKind.NeverKeyword),
  ]);
}

/**
 * openapi-typescript's helper for an `allOf` that requires properties of its parts accepts no part
 * that may be null, as `null` has no properties.
 */
function withLenientHelper(source: string): string {
  return source.replace(
    /^type WithRequired<T, K extends keyof T> = T & \{\s*\[P in K\]-\?: T\[P\];\s*\};$/m,
    [
      "type WithRequired<T, K extends PropertyKey> = T extends unknown",
      "  ? T & { [P in K & keyof T]-?: T[P] }",
      "  : never;",
    ].join("\n"),
  );
}

/** The compiler's printer indents by four spaces, the project by two. */
function halfIndented(source: string): string {
  return source.replace(/^( {4})+/gm, (spaces) => " ".repeat(spaces.length / 2));
}
