import type { WebhooksModel, WebhookVerificationModel } from "../model/model.js";
import type { Change, Level } from "./change.js";
import type { ReadDescription } from "./read-description.js";
import { isSame, shown, without } from "./words.js";

/** What differs about the events of a provider, beyond the schemas of their payloads. */
export function webhookChanges(base: ReadDescription, revision: ReadDescription): Change[] {
  const old = base.model.webhooks;
  const now = revision.model.webhooks;
  if (old === undefined && now === undefined) return [];
  if (old === undefined) {
    return [
      change("minor", "webhooks", "`webhooks.unwrap` is new: the provider's events are typed."),
    ];
  }
  if (now === undefined) {
    return [
      change("major", "webhooks", "`webhooks` is gone: code that unwraps events stops compiling."),
    ];
  }
  return [
    ...eventChanges(base, revision),
    ...keyChanges(old, now),
    ...verificationChanges(old.verification, now.verification),
  ];
}

/** Events that came, went, or have another name, which `redocly diff` does not rate. */
function eventChanges(base: ReadDescription, revision: ReadDescription): Change[] {
  const gone = without(names(base), names(revision));
  const come = without(names(revision), names(base));
  const changes: Change[] = [];
  const heirs = new Set<string>();
  for (const name of gone) {
    const twins = come.filter((other) =>
      isSame(base.document.webhooks?.[name], revision.document.webhooks?.[other]),
    );
    const [heir] = twins;
    if (heir !== undefined && twins.length === 1 && !heirs.has(heir)) {
      heirs.add(heir);
      changes.push(
        change(
          "major",
          name,
          `The event \`${name}\` is now \`${heir}\`: code that compares \`type\` with the old name stops compiling.`,
        ),
      );
    } else {
      changes.push(
        change(
          "major",
          name,
          `The event \`${name}\` is gone: code that handles it stops compiling, and what still comes is \`"unknown"\`.`,
        ),
      );
    }
  }
  for (const name of come) {
    if (heirs.has(name)) continue;
    changes.push(
      change("minor", name, `The event \`${name}\` is new: until now it came as \`"unknown"\`.`),
    );
  }
  return changes;
}

function names({ model }: ReadDescription): string[] {
  return (model.webhooks?.events ?? []).map(({ name }) => name);
}

function toldApartBy({ discriminator }: WebhooksModel): string {
  return "property" in discriminator
    ? `the property \`${discriminator.property}\``
    : "keys" in discriminator
      ? "a key of their own"
      : "being the only one";
}

function keysByName(keys: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(Object.entries(keys).map(([key, name]) => [name, key]));
}

function keyChanges(old: WebhooksModel, now: WebhooksModel): Change[] {
  if (toldApartBy(old) !== toldApartBy(now)) {
    return [
      change(
        "major",
        "webhooks",
        `Events are told apart by ${toldApartBy(now)}, no longer by ${toldApartBy(old)}: what comes in the old form is \`"unknown"\`.`,
      ),
    ];
  }
  if (!("keys" in old.discriminator) || !("keys" in now.discriminator)) return [];
  const before = keysByName(old.discriminator.keys);
  return [...keysByName(now.discriminator.keys)].flatMap(([name, key]) => {
    const previous = before.get(name);
    return previous === undefined || previous === key
      ? []
      : [
          change(
            "major",
            name,
            `The event \`${name}\` is recognised by the key \`${key}\`, no longer by \`${previous}\`: what comes with the old one is \`"unknown"\`.`,
          ),
        ];
  });
}

function verificationChanges(
  old: WebhookVerificationModel | undefined,
  now: WebhookVerificationModel | undefined,
): Change[] {
  if (isSame(old ?? null, now ?? null)) return [];
  if (old === undefined) {
    return [
      change(
        "major",
        "webhooks",
        "`webhooks.unwrap` now verifies a signature: calls without `secret` and `headers` stop compiling.",
      ),
    ];
  }
  if (now === undefined) {
    return [
      change(
        "major",
        "webhooks",
        "`webhooks.unwrap` no longer verifies a signature: anyone can make up an event, and code that gives `secret` stops compiling.",
      ),
    ];
  }
  if (!isSame({ ...old, tolerance: null }, { ...now, tolerance: null })) {
    return [
      change(
        "major",
        "webhooks",
        "`webhooks.unwrap` verifies by other rules: what is signed in the old way is refused.",
      ),
    ];
  }
  const [before = 0, after = 0] = [old.tolerance, now.tolerance];
  return [
    change(
      after < before ? "major" : "minor",
      "webhooks",
      `\`webhooks.unwrap\` takes an event for ${shown(after)} ms, no longer for ${shown(before)} ms${after < before ? ": an older one is refused" : ""}.`,
    ),
  ];
}

function change(level: Level, subject: string, says: string): Change {
  return { level, subject, says };
}
