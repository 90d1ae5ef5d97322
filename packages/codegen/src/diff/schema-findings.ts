import { isObject } from "../description/json.js";
import { pointerKeys } from "../description/json-pointer.js";
import type { Level } from "./change.js";
import type { StructuralChange } from "./redocly-diff.js";
import { named, shown, without } from "./words.js";

/** What a change of a schema means for those who send it, receive it, or do both. */
export interface Direction {
  readonly sent: boolean;
  readonly received: boolean;
}

/** A part of a sentence that begins with the name of a place: `Contact.email`. */
export interface SchemaFinding {
  readonly level: Level;
  readonly says: string;
  /** The name of a property or variant that is to follow the place's name. */
  readonly at?: string;
}

/** All that was reported of one schema. */
export interface SchemaDifference {
  /** Changes of the schema's own fields, by field. */
  readonly fields: ReadonlyMap<string, StructuralChange>;
  readonly open: StructuralChange | undefined;
  readonly prefixes: StructuralChange | undefined;
  /** The schema has been added or removed as a whole. */
  readonly whole: StructuralChange | undefined;
  /** Names of properties that were added or removed with it. */
  readonly addedProperties: readonly string[];
  readonly removedProperties: readonly string[];
}

/** Fields that are for readers. */
export const TEXTS: ReadonlySet<string> = new Set([
  "title",
  "summary",
  "description",
  "example",
  "examples",
  "externalDocs",
  "$comment",
  "xml",
]);

const READ_BREAKS = "code that reads it stops compiling";
const SEND_BREAKS = "code that passes it stops compiling";

/** What differs about one schema, as a consumer has it. */
export function schemaFindings(
  difference: SchemaDifference,
  direction: Direction,
): SchemaFinding[] {
  if (difference.whole !== undefined) return wholeFindings(difference.whole, direction);
  return [
    ...enumFindings(difference, direction),
    ...prefixFindings(difference.prefixes, direction),
    ...[...difference.fields].flatMap(([field, change]) =>
      fieldFindings(field, change, difference, direction),
    ),
  ];
}

/** A property, a variant or another part that came or went. */
function wholeFindings(change: StructuralChange, { sent, received }: Direction): SchemaFinding[] {
  const parent = pointerKeys(change.path).at(-2);
  const isAdded = change.kind === "added";
  if (parent === "properties") {
    // Whether a new one has to be given is said by the `required` of the schema around it.
    if (isAdded) return [{ level: "minor", says: "is new." }];
    return [
      {
        level: "major",
        says: `is gone: ${[...(received ? [READ_BREAKS] : []), ...(sent ? [SEND_BREAKS] : [])].join(", and ")}.`,
      },
    ];
  }
  if (parent === "oneOf" || parent === "anyOf") {
    if (!isAdded) {
      return [
        {
          level: "major",
          says: `is no longer one of the variants: ${sent ? SEND_BREAKS : "code that handles it stops compiling"}.`,
        },
      ];
    }
    return [
      {
        level: received ? "major" : "minor",
        says: received
          ? "is a further variant: code that handles all variants stops compiling."
          : "is a further variant.",
      },
    ];
  }
  return [
    {
      level: change.verdicts.length > 0 || parent === "allOf" ? "major" : "minor",
      says: isAdded ? "has a schema of its own now." : "has no schema of its own any more.",
    },
  ];
}

/** Closed and open lists of values, and the ways from one to the other. */
function enumFindings({ fields, open }: SchemaDifference, direction: Direction): SchemaFinding[] {
  const closed = fields.get("enum");
  const before = closed?.base?.value ?? valuesOf(open?.base?.value);
  const after = closed?.revision?.value ?? valuesOf(open?.revision?.value);
  if (closed !== undefined && open !== undefined) {
    return closed.revision?.value === undefined
      ? openedFindings(before, after, direction)
      : closedFindings(after, direction);
  }
  if (closed !== undefined) return closedEnumFindings(before, after, direction);
  if (open === undefined) return [];
  const gained = without(after, before);
  const lost = without(before, after);
  return [
    ...(gained.length > 0
      ? [{ level: "minor", says: `can also be ${named(gained)}, as editors now know.` } as const]
      : []),
    ...(lost.length > 0
      ? [
          {
            level: "patch",
            says: `is no longer known to be ${named(lost)}: code that compares with it compiles as before.`,
          } as const,
        ]
      : []),
  ];
}

function valuesOf(extension: unknown): unknown {
  return isObject(extension) ? extension["values"] : extension;
}

function openedFindings(before: unknown, after: unknown, { received }: Direction): SchemaFinding[] {
  const lost = without(before, after);
  const also = lost.length > 0 ? `, and is no longer known to be ${named(lost)}` : "";
  return [
    received
      ? {
          level: "major",
          says: `can be any string now${also}: code that handles all values has to handle others.`,
        }
      : { level: "minor", says: `can be any string now${also}.` },
  ];
}

function closedFindings(after: unknown, { sent }: Direction): SchemaFinding[] {
  const values = named(without(after, []));
  return [
    {
      level: "major",
      says: `can only be ${values} now: code that ${sent ? "passes" : "compares with"} another value stops compiling.`,
    },
  ];
}

function closedEnumFindings(
  before: unknown,
  after: unknown,
  direction: Direction,
): SchemaFinding[] {
  if (before === undefined) return closedFindings(after, direction);
  if (after === undefined) return openedFindings(before, before, direction);
  const gained = without(after, before);
  const lost = without(before, after);
  const findings: SchemaFinding[] = [];
  if (gained.length > 0) {
    findings.push(
      direction.received
        ? {
            level: "major",
            says: `can also be ${named(gained)}: code that handles all values stops compiling.`,
          }
        : { level: "minor", says: `can also be ${named(gained)}.` },
    );
  }
  if (lost.length > 0) {
    findings.push({
      level: "major",
      says: `can no longer be ${named(lost)}: code that ${direction.sent ? "passes" : "compares with"} it stops compiling.`,
    });
  }
  return findings;
}

function prefixFindings(
  change: StructuralChange | undefined,
  { sent, received }: Direction,
): SchemaFinding[] {
  if (change === undefined) return [];
  const before = valuesOf(change.base?.value);
  const after = valuesOf(change.revision?.value);
  if (before === undefined) {
    return [
      {
        level: sent ? "major" : "minor",
        says: `starts with ${named(without(after, []))}${sent ? ": code that passes another string stops compiling" : ""}.`,
      },
    ];
  }
  if (after === undefined) {
    return [
      {
        level: received ? "major" : "minor",
        says: `is any string now${received ? ": code that relies on its prefix stops compiling" : ""}.`,
      },
    ];
  }
  const gained = without(after, before);
  const lost = without(before, after);
  return [
    ...(gained.length > 0
      ? [
          {
            level: received ? "major" : "minor",
            says: `can also start with ${named(gained)}${received ? ": code that handles all prefixes stops compiling" : ""}.`,
          } as const,
        ]
      : []),
    ...(lost.length > 0
      ? [
          {
            level: "major",
            says: `can no longer start with ${named(lost)}: code that ${sent ? "passes" : "compares with"} it stops compiling.`,
          } as const,
        ]
      : []),
  ];
}

function fieldFindings(
  field: string,
  change: StructuralChange,
  difference: SchemaDifference,
  direction: Direction,
): SchemaFinding[] {
  const before = change.base?.value;
  const after = change.revision?.value;
  switch (field) {
    case "enum":
      return [];
    case "type":
    case "nullable":
      return typeFindings(field, before, after, direction);
    case "required":
      return requiredFindings(before, after, difference, direction);
    case "deprecated":
      return [
        after === true
          ? { level: "minor", says: "is deprecated now." }
          : { level: "patch", says: "is no longer deprecated." },
      ];
    case "default":
      return [
        direction.sent
          ? {
              level: "major",
              says: `is ${shown(after)} where it is left out, no longer ${shown(before)}.`,
            }
          : { level: "patch", says: "is documented otherwise." },
      ];
    case "key":
      return [
        {
          level: "major",
          says: `is now \`${String(after)}\`: ${direction.received ? READ_BREAKS : SEND_BREAKS} by its old name.`,
        },
      ];
    default:
      return TEXTS.has(field)
        ? [{ level: "patch", says: "is documented otherwise." }]
        : constraintFindings(field, change, direction);
  }
}

/** Types that hold all values of another. */
const WIDER: ReadonlyMap<string, string> = new Map([["integer", "number"]]);

function typeFindings(
  field: "type" | "nullable",
  before: unknown,
  after: unknown,
  { sent, received }: Direction,
): SchemaFinding[] {
  const old = field === "nullable" ? nullOf(before) : typeList(before);
  const now = field === "nullable" ? nullOf(after) : typeList(after);
  const isAny = (types: readonly string[]): boolean => field === "type" && types.length === 0;
  const lacks = (types: readonly string[], type: string): boolean =>
    !isAny(types) && !types.includes(type) && !types.includes(WIDER.get(type) ?? type);
  const lost = isAny(old) && !isAny(now) ? ["other types"] : old.filter((type) => lacks(now, type));
  const gained =
    isAny(now) && !isAny(old) ? ["other types"] : now.filter((type) => lacks(old, type));
  const findings: SchemaFinding[] = [];
  if (gained.length > 0) {
    findings.push(
      received
        ? {
            level: "major",
            says: `can also be ${named(gained)}: code that reads it has to handle that, or stops compiling.`,
          }
        : { level: "minor", says: `can also be ${named(gained)}.` },
    );
  }
  if (lost.length > 0) {
    // What was `null` at times and no longer is, or has no fraction, breaks no reader.
    const isHarmless =
      !sent &&
      lost.every((type) => type === "null" || (type === "number" && now.includes("integer")));
    findings.push(
      isHarmless
        ? { level: "minor", says: `is never ${named(lost)} any more.` }
        : {
            level: "major",
            says: `can no longer be ${named(lost)}: ${sent ? "code that passes it" : "code that handles it"} stops compiling.`,
          },
    );
  }
  return findings;
}

function typeList(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value)
    ? value
    : value === undefined
      ? []
      : [value];
  return list.filter((each) => typeof each === "string");
}

function nullOf(nullable: unknown): string[] {
  return nullable === true ? ["null"] : [];
}

function requiredFindings(
  before: unknown,
  after: unknown,
  { addedProperties, removedProperties }: SchemaDifference,
  { sent, received }: Direction,
): SchemaFinding[] {
  const gained = without(after, before);
  const lost = without(before, after).filter((name) => !removedProperties.includes(name));
  return [
    ...gained.flatMap((at): SchemaFinding[] => {
      if (sent) {
        return [
          { at, level: "major", says: "has to be given now: code without it stops compiling." },
        ];
      }
      // A property that is new is told as such.
      return addedProperties.includes(at)
        ? []
        : [{ at, level: "minor", says: "is always there now." }];
    }),
    ...lost.map((at): SchemaFinding =>
      received
        ? { at, level: "major", says: "may be absent now: code that reads it stops compiling." }
        : { at, level: "minor", says: "need not be given any more." },
    ),
  ];
}

/** What a value has to keep to; `redocly diff` knows which way each keyword goes. */
function constraintFindings(
  field: string,
  { base, revision, verdicts }: StructuralChange,
  { sent, received }: Direction,
): SchemaFinding[] {
  const isBreaking = verdicts.length > 0;
  const effect = sent ? "a value that was accepted may be refused" : "code may meet other values";
  const from = base?.value === undefined ? "" : `, no longer ${shown(base.value)}`;
  const says =
    revision?.value === undefined
      ? `has no \`${field}\` any more`
      : `has the \`${field}\` ${shown(revision.value)}${from}`;
  return [
    {
      level: isBreaking ? "major" : "minor",
      says: isBreaking
        ? `${says}: ${sent && received ? `${effect}, or code may meet other values` : effect}.`
        : `${says}.`,
    },
  ];
}
