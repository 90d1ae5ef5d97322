import { childPointer, pointerKeys, valueAt, type Pointer } from "../description/json-pointer.js";
import type { OpenApiDocument } from "../description/openapi.js";
import { isReference, resolve } from "../description/references.js";
import type { Change } from "./change.js";
import { eachOf } from "./each-of.js";
import { placeName } from "./place-name.js";
import type { ReadDescription, Sides } from "./read-description.js";
import type { StructuralChange } from "./redocly-diff.js";
import { schemaFindings, type SchemaDifference } from "./schema-findings.js";
import { isSent, usagesAt, type Usage } from "./usages.js";
import { named } from "./words.js";

const COMPONENT = /^#\/components\/schemas\/[^/]+$/;
const SCHEMA_EXTENSION = /\/x-parley-(open-enum|prefixes)(?:\/values)?$/;

/** Whether a change is one of a schema, or of a part of one that is no schema itself. */
export function isOfSchema({ typeName, path }: StructuralChange): boolean {
  return (
    typeName === "Schema" ||
    typeName === "SchemaProperties" ||
    (typeName === "SpecExtension" && SCHEMA_EXTENSION.test(path))
  );
}

/** A schema, as the two sides write it. */
interface SchemaNode {
  base: Pointer | undefined;
  revision: Pointer | undefined;
  readonly fields: Map<string, StructuralChange>;
  open: StructuralChange | undefined;
  prefixes: StructuralChange | undefined;
  whole: StructuralChange | undefined;
}

/** What differs about schemas, those of one name together. */
export function schemaChanges(
  changes: readonly StructuralChange[],
  sides: Sides,
  renames: ReadonlyMap<string, string>,
): Change[] {
  // A component that came or went is told as an exported type.
  const nodes = nodesOf(changes.flatMap(eachProperty).filter(({ path }) => !COMPONENT.test(path)));
  const added = oneSidedProperties(nodes, "revision");
  const removed = oneSidedProperties(nodes, "base");
  return nodes.flatMap((node) => {
    const users = usersOfNode(node, sides, renames);
    const isUnused = users.length === 0;
    const difference: SchemaDifference = {
      ...node,
      addedProperties: added.get(node.revision ?? "") ?? [],
      removedProperties: removed.get(node.base ?? "") ?? [],
    };
    const findings = schemaFindings(difference, {
      // Whatever no method uses is an exported type all the same, and may be used both ways.
      sent: isUnused || users.some(isSent),
      received: isUnused || users.some((usage) => !isSent(usage)),
    });
    const place = nodeName(node, sides);
    const names = [...new Set(users.map(({ user }) => user))];
    const isOwn = users.some(({ type }) => place.startsWith(type));
    const suffix = names.length === 0 || isOwn ? "" : ` Used by ${named(names)}.`;
    return findings.map(({ level, says, at }): Change => ({
      level,
      subject: subjectOf(place),
      says: `\`${place}${at === undefined ? "" : `.${at}`}\` ${says}${level === "patch" ? "" : suffix}`,
    }));
  });
}

/** A set of properties that came or went as a whole is told property by property. */
function eachProperty(change: StructuralChange): StructuralChange[] {
  return change.typeName === "SchemaProperties" ? eachOf(change, "Schema") : [change];
}

function nodesOf(changes: readonly StructuralChange[]): SchemaNode[] {
  const nodes = new Map<string, SchemaNode>();
  for (const change of changes) {
    const isWhole = change.typeName === "Schema" && change.kind !== "modified";
    const base = nodePointer(change, "base");
    const revision = nodePointer(change, "revision");
    // A field that came or went has one side only; the path is of the schema, whatever the field.
    const key = `${isWhole ? change.kind : ""} ${schemaPath(change)}`;
    const node: SchemaNode = nodes.get(key) ?? {
      base,
      revision,
      fields: new Map(),
      open: undefined,
      prefixes: undefined,
      whole: undefined,
    };
    node.base ??= base;
    node.revision ??= revision;
    if (isWhole) node.whole = change;
    else if (change.typeName === "Schema") node.fields.set(change.property ?? "", change);
    else if (change.path.includes("x-parley-open-enum")) node.open = change;
    else node.prefixes = change;
    nodes.set(key, node);
  }
  return [...nodes.values()];
}

function schemaPath({ typeName, path }: StructuralChange): string {
  return typeName === "Schema" ? path : path.replace(SCHEMA_EXTENSION, "");
}

/** Where a side has the schema itself. */
function nodePointer(
  { typeName, property, ...sides }: StructuralChange,
  side: "base" | "revision",
): Pointer | undefined {
  const pointer = sides[side]?.pointer;
  if (pointer === undefined) return undefined;
  if (typeName !== "Schema") return pointer.replace(SCHEMA_EXTENSION, "");
  const isField = property !== undefined && property !== "key";
  return isField && pointer.endsWith(`/${property}`)
    ? pointer.slice(0, -property.length - 1)
    : pointer;
}

/** The properties that one side alone has, by the schema, those with another name now included. */
function oneSidedProperties(
  nodes: readonly SchemaNode[],
  side: "base" | "revision",
): ReadonlyMap<Pointer, readonly string[]> {
  const properties = new Map<Pointer, string[]>();
  const kind = side === "base" ? "removed" : "added";
  for (const node of nodes) {
    if (!node.fields.has("key") && node.whole?.kind !== kind) continue;
    const [, schema, name] = /^(.*)\/properties\/([^/]+)$/.exec(node[side] ?? "") ?? [];
    if (schema === undefined || name === undefined) continue;
    const [key = ""] = pointerKeys(`/${name}`);
    properties.set(schema, [...(properties.get(schema) ?? []), key]);
  }
  return properties;
}

/** Who uses a schema on both sides, by their old names: who came or went is told as such. */
function usersOfNode(
  node: SchemaNode,
  { base, revision }: Sides,
  renames: ReadonlyMap<string, string>,
): readonly Usage[] {
  // What came or went is on one side alone; the other has what is around it.
  const usersOn = (side: ReadDescription, pointer: Pointer | undefined): readonly Usage[] =>
    usagesAt(side.usages, pointer ?? followed(side.document, node.whole?.path ?? "#"));
  const before = usersOn(base, node.base);
  const after = usersOn(revision, node.revision);
  // The path of an operation that has another one leads nowhere on the other side.
  if (before.length === 0 && node.base === undefined) return oldUsers(after, renames);
  if (after.length === 0 && node.revision === undefined) return before;
  const here = new Set(after.map(({ user, place }) => `${place} ${user}`));
  return before.filter(({ user, place }) => here.has(`${place} ${renames.get(user) ?? user}`));
}

function oldUsers(usages: readonly Usage[], renames: ReadonlyMap<string, string>): Usage[] {
  const old = new Map([...renames].map(([from, to]) => [to, from]));
  return usages.flatMap((usage) => {
    const user = usage.place === "event" ? usage.user : old.get(usage.user);
    return user === undefined ? [] : [Object.assign({}, usage, { user })];
  });
}

/** Where a path leads that goes through `$ref`s as if there were none. */
function followed(document: OpenApiDocument, path: Pointer): Pointer {
  let pointer: Pointer = "#";
  for (const key of pointerKeys(path)) {
    pointer = childPointer(pointer, key);
    const value = valueAt(document, pointer);
    if (isReference(value)) pointer = resolve(document, value, pointer)?.pointer ?? pointer;
  }
  return pointer;
}

function nodeName({ base, revision }: SchemaNode, { base: old, revision: now }: Sides): string {
  return base === undefined
    ? placeName(now.document, now.usages, revision ?? "#")
    : placeName(old.document, old.usages, base);
}

function subjectOf(place: string): string {
  return place.replace(/[.<[].*$/, "");
}
