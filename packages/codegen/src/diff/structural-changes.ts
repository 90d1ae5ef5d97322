import { pointerKeys, type Pointer } from "../description/json-pointer.js";
import {
  headerSentence,
  mediaTypeSentence,
  requestBodySentence,
  responseSentence,
} from "./body-sentences.js";
import type { Change } from "./change.js";
import { schemeSentence, securitySentence } from "./credential-sentences.js";
import { eachOf } from "./each-of.js";
import type { MatchedMethods } from "./method-changes.js";
import type { ReadDescription, Sides } from "./read-description.js";
import type { StructuralChange } from "./redocly-diff.js";
import { isOfSchema, schemaChanges } from "./schema-changes.js";
import { TEXTS } from "./schema-findings.js";
import { majorSentence, type Sentence } from "./sentence.js";
import { usagesAt } from "./usages.js";
import { named, shown } from "./words.js";

/** Objects of which the model tells what differs, so that only their texts are told here. */
const TOLD_BY_MODEL: ReadonlySet<string> = new Set([
  "Root",
  "Paths",
  "PathItem",
  "Operation",
  "Parameter",
  "ParameterList",
  "WebhooksMap",
  "Server",
  "ServerList",
  "ServerVariable",
  "ServerVariablesMap",
  "SpecExtension",
]);

/** Objects that are for readers. */
const PROSE: ReadonlySet<string> = new Set([
  "Info",
  "Contact",
  "License",
  "Tag",
  "TagList",
  "TagGroup",
  "ExternalDocs",
  "Example",
  "ExamplesMap",
]);

/** What differs about bodies, schemas, answers and credentials, in a consumer's words. */
export function structuralChanges(
  changes: readonly StructuralChange[],
  sides: Sides,
  { pairs }: MatchedMethods,
): Change[] {
  const renames = new Map(pairs.map(({ base, revision }) => [base.id, revision.id]));
  const schemas: StructuralChange[] = [];
  const documented = new Set<string>();
  const told: Change[] = [];
  for (const change of withRenamedMediaTypes(changes.flatMap(eachHeader))) {
    if (isText(change)) {
      documented.add(readerSubject(change, sides));
    } else if (isOfSchema(change)) {
      schemas.push(change);
    } else if (!TOLD_BY_MODEL.has(change.typeName)) {
      told.push(...otherChanges(change, sides));
    }
  }
  for (const change of schemaChanges(schemas, sides, renames)) {
    // Of a text it is enough to know where to read again.
    if (change.says.endsWith("` is documented otherwise.")) documented.add(change.subject);
    else told.push(change);
  }
  return documented.size === 0 ? told : [...told, documentationChange([...documented])];
}

/** What is said of everything that only readers notice. */
export function documentationChange(subjects: readonly string[]): Change {
  const [only] = subjects;
  const isAll = only === undefined || subjects.includes(WHOLE);
  return {
    level: "patch",
    subject: WHOLE,
    says: isAll
      ? "The documentation differs."
      : `The documentation of ${named(subjects.toSorted())} differs.`,
  };
}

const WHOLE = "the documentation";

function isText({ typeName, kind, property }: StructuralChange): boolean {
  if (PROSE.has(typeName)) return true;
  if (typeName === "Schema" || typeName.startsWith("Server")) return false;
  return (
    kind === "modified" && property !== undefined && (TEXTS.has(property) || property === "tags")
  );
}

function readerSubject(change: StructuralChange, sides: Sides): string {
  return methodsAt(change.path, sides)[0] ?? usersOf(change, sides)[0] ?? WHOLE;
}
/** A set of headers likewise. */
function eachHeader(change: StructuralChange): StructuralChange[] {
  return change.typeName === "HeadersMap" ? eachOf(change, "Header") : [change];
}

/** One media type that went where another one came is a change of it. */
function withRenamedMediaTypes(changes: readonly StructuralChange[]): StructuralChange[] {
  const groups = new Map<string, StructuralChange[]>();
  for (const change of changes.filter(isOtherMediaType)) {
    const content = change.path.slice(0, change.path.lastIndexOf("/"));
    groups.set(content, [...(groups.get(content) ?? []), change]);
  }
  const others = changes.filter((change) => !isOtherMediaType(change));
  return [
    ...others,
    ...[...groups.values()].flatMap((group) => {
      const [removed, ...moreRemoved] = group.filter(({ kind }) => kind === "removed");
      const [added, ...moreAdded] = group.filter(({ kind }) => kind === "added");
      const isRenamed =
        removed !== undefined && added !== undefined && moreRemoved.length + moreAdded.length === 0;
      return isRenamed ? [renamed(removed, added)] : group;
    }),
  ];
}

function isOtherMediaType({ typeName, kind }: StructuralChange): boolean {
  return typeName === "MediaType" && kind !== "modified";
}

function renamed(removed: StructuralChange, added: StructuralChange): StructuralChange {
  return {
    ...added,
    kind: "modified",
    property: "key",
    base: asKey(removed),
    revision: asKey(added),
  };
}

function asKey({ base, revision, path }: StructuralChange): {
  readonly pointer: Pointer;
  readonly value: string;
} {
  return { pointer: (base ?? revision)?.pointer ?? path, value: pointerKeys(path).at(-1) ?? "" };
}

/** The methods and events that something outside of schemas is of. */
function usersOf({ base, revision }: StructuralChange, sides: Sides): string[] {
  const usages = [
    ...usagesAt(sides.base.usages, base?.pointer ?? "#"),
    ...usagesAt(sides.revision.usages, revision?.pointer ?? "#"),
  ];
  return [...new Set(usages.map(({ user }) => user))];
}

function otherChanges(change: StructuralChange, sides: Sides): Change[] {
  const methods = methodsAt(change.path, sides);
  const says = sentence(change, methods, sides);
  if (says === undefined) return [];
  const subject = methods[0] ?? "the client";
  const names = methods.length === 0 ? "" : `${named(methods)}: `;
  return [{ level: says.level, subject, says: `${names}${says.text}` }];
}

function sentence(
  change: StructuralChange,
  methods: readonly string[],
  sides: Sides,
): Sentence | undefined {
  switch (change.typeName) {
    case "RequestBody":
      return requestBodySentence(change);
    case "Responses":
    case "Response":
      return responseSentence(change, methods, sides);
    case "MediaTypesMap":
    case "MediaType":
      return mediaTypeSentence(change, methods, sides);
    case "Header":
      return headerSentence(change);
    case "SecurityRequirementList":
    case "SecurityRequirement":
      return securitySentence(change);
    case "NamedSecuritySchemes":
    case "SecurityScheme":
      return schemeSentence(change);
    default:
      return generalSentence(change);
  }
}

/** Fields of whatever object that say where credentials go. */
const ADDRESSES: ReadonlySet<string> = new Set(["tokenUrl", "authorizationUrl", "refreshUrl"]);

/** What has no words of its own is told in those of OpenAPI, never left out. */
function generalSentence({
  typeName,
  kind,
  path,
  property,
  impact,
  verdicts,
  base,
  revision,
}: StructuralChange): Sentence {
  if (property !== undefined && ADDRESSES.has(property)) {
    return majorSentence(
      `Access tokens come from ${shown(revision?.value)}, no longer from ${shown(base?.value)}: a proxy or an allow-list has to know.`,
    );
  }
  const what = `${typeName} at ${path}${property === undefined ? "" : `/${property}`}`;
  const reason = verdicts.map(({ message }) => message).join(" ");
  const text =
    kind === "modified"
      ? `${what} is ${shown(revision?.value)}, no longer ${shown(base?.value)}.`
      : `${what} is ${kind === "added" ? "new" : "gone"}.`;
  return { level: impact, text: reason === "" ? text : `${text} ${reason}` };
}

/** The methods of the operation that a path into a document goes through, by their old names. */
function methodsAt(path: Pointer, { base, revision }: Sides): string[] {
  const [first, key = "", field = ""] = pointerKeys(path);
  if (first === "webhooks") return [key];
  if (first !== "paths") return [];
  const of = ({ model }: ReadDescription): string[] =>
    model.methods
      .filter((method) => method.path === key && method.httpMethod === field.toUpperCase())
      .map(({ id }) => id);
  const before = of(base);
  return before.length > 0 ? before : of(revision);
}
