import type { Model, ProviderModel, RateLimitModel, ServerModel } from "../model/model.js";
import type { Change, Level } from "./change.js";
import { isSame, named, shown, without } from "./words.js";

/** What differs about the client as a whole: its name, its options, its limits, its types. */
export function providerChanges(base: Model, revision: Model): Change[] {
  const old = base.provider;
  const now = revision.provider;
  return [
    ...nameChanges(old, now),
    ...serverChanges(old, now),
    ...variableChanges(old, now),
    ...clientParameterChanges(old, now),
    ...rateLimitChanges(old, now),
    ...retryChanges(old, now),
    ...typeChanges(base, revision),
  ];
}

function nameChanges(old: ProviderModel, now: ProviderModel): Change[] {
  const changes: Change[] = [];
  if (old.name !== now.name) {
    changes.push(
      change(
        "major",
        `The provider is called \`${now.name}\` now, no longer \`${old.name}\`, and so is its package: imports stop resolving.`,
      ),
    );
  }
  if (old.typeName !== now.typeName) {
    changes.push(
      change(
        "major",
        `The client's type is \`${now.typeName}\` and its factory \`create${now.typeName}\`, no longer \`${old.typeName}\` and \`create${old.typeName}\`: imports stop compiling.`,
      ),
    );
  }
  if (old.title !== now.title || old.documentation !== now.documentation) {
    changes.push(change("patch", "The provider is named otherwise in the documentation."));
  }
  return changes;
}

function serverChanges(old: ProviderModel, now: ProviderModel): Change[] {
  const changes: Change[] = [];
  const [first] = old.servers;
  const [firstNow] = now.servers;
  for (const server of old.servers) {
    const heir = now.servers.find(({ name }) => name === server.name);
    if (heir === undefined) {
      changes.push(change("major", goneServer(server)));
    } else if (heir.url !== server.url) {
      changes.push(
        change(
          "major",
          `Calls to the ${serverName(server)} go to ${shown(heir.url)}, no longer to ${shown(server.url)}: a proxy or an allow-list has to know.`,
        ),
      );
    }
    if (heir !== undefined && heir.isEnvironment !== server.isEnvironment) {
      changes.push(
        change(
          heir.isEnvironment ? "minor" : "major",
          heir.isEnvironment
            ? `\`environment\` can be \`"${heir.name}"\` now.`
            : `\`environment\` can no longer be \`"${server.name}"\`: code that chooses it stops compiling.`,
        ),
      );
    }
  }
  for (const server of now.servers) {
    if (old.servers.some(({ name }) => name === server.name)) continue;
    changes.push(
      change(
        "minor",
        server.isEnvironment
          ? `\`environment\` can be \`"${server.name}"\` now.`
          : `There is a further server, \`${server.name}\`.`,
      ),
    );
  }
  const isStillThere = now.servers.some(({ name }) => name === first?.name);
  if (first?.name !== firstNow?.name && isStillThere) {
    changes.push(
      change(
        "major",
        `A client without the option \`environment\` calls the ${serverName(firstNow)}, no longer the ${serverName(first)}.`,
      ),
    );
  }
  return changes;
}

function goneServer({ name, isEnvironment }: ServerModel): string {
  return isEnvironment
    ? `\`environment\` can no longer be \`"${name}"\`: code that chooses it stops compiling.`
    : `The server \`${name}\` is gone.`;
}

function serverName(server: ServerModel | undefined): string {
  return server?.isEnvironment === true
    ? `environment \`${server.name}\``
    : `server \`${server?.name ?? ""}\``;
}

function variableChanges(old: ProviderModel, now: ProviderModel): Change[] {
  const changes: Change[] = [];
  for (const variable of old.variables) {
    const { name } = variable;
    const heir = now.variables.find((each) => each.name === name);
    if (heir === undefined) {
      changes.push(
        change("major", `The option \`${name}\` is gone: code that gives it stops compiling.`),
      );
      continue;
    }
    if (heir.default !== variable.default) {
      changes.push(
        change(
          "major",
          `A client without the option \`${name}\` uses ${shown(heir.default)}, no longer ${shown(variable.default)}.`,
        ),
      );
    }
    const isOpen = heir.enum === undefined;
    const lost = variable.enum === undefined ? [] : without(variable.enum, heir.enum);
    const gained = without(heir.enum, variable.enum);
    if (variable.enum === undefined && !isOpen) {
      changes.push(
        change(
          "major",
          `The option \`${name}\` takes only ${named(heir.enum)}: other values stop compiling.`,
        ),
      );
    } else if (variable.enum !== undefined && isOpen) {
      changes.push(change("minor", `The option \`${name}\` takes any value now.`));
    } else {
      if (lost.length > 0) {
        changes.push(
          change(
            "major",
            `The option \`${name}\` can no longer be ${named(lost)}: code that gives it stops compiling.`,
          ),
        );
      }
      if (gained.length > 0) {
        changes.push(change("minor", `The option \`${name}\` can be ${named(gained)} now.`));
      }
    }
  }
  for (const { name } of now.variables) {
    if (old.variables.some((each) => each.name === name)) continue;
    changes.push(change("minor", `The client takes the option \`${name}\` now.`));
  }
  return changes;
}

function clientParameterChanges(old: ProviderModel, now: ProviderModel): Change[] {
  const changes: Change[] = [];
  for (const parameter of old.clientParameters) {
    const { name, option, environmentVariable } = parameter;
    const heir = now.clientParameters.find((each) => each.name === name);
    if (heir === undefined) {
      changes.push(
        change(
          "major",
          `The option \`${option}\` is gone, and every call that has \`${name}\` needs it: code that relies on the option stops compiling.`,
        ),
      );
      continue;
    }
    if (heir.option !== option) {
      changes.push(
        change(
          "major",
          `The option \`${option}\` is now \`${heir.option}\`: code that gives it stops compiling.`,
        ),
      );
    }
    if (heir.environmentVariable === environmentVariable) continue;
    changes.push(
      environmentVariable === undefined
        ? change(
            "minor",
            `The option \`${heir.option}\` is read from \`${heir.environmentVariable ?? ""}\` where it is absent.`,
          )
        : change(
            "major",
            heir.environmentVariable === undefined
              ? `The option \`${heir.option}\` is no longer read from \`${environmentVariable}\`: a service that sets it has to give the option.`
              : `The option \`${heir.option}\` is read from \`${heir.environmentVariable}\`, no longer from \`${environmentVariable}\`: a service has to set the new one.`,
          ),
    );
  }
  for (const { name, option } of now.clientParameters) {
    if (old.clientParameters.some((each) => each.name === name)) continue;
    changes.push(
      change("minor", `\`${name}\` can be given once, as the client option \`${option}\`.`),
    );
  }
  return changes;
}

function rateLimitChanges(old: ProviderModel, now: ProviderModel): Change[] {
  const changes: Change[] = [];
  for (const [name, limit] of Object.entries(old.rateLimits)) {
    const heir = now.rateLimits[name];
    if (heir === undefined) {
      changes.push(
        change(
          "major",
          `The limit \`${name}\` is gone: a client whose \`limits\` name it cannot be made.`,
        ),
      );
    } else if (!isSame(limit, heir)) {
      const effect = isLower(heir, limit) ? "calls wait longer" : "calls wait less";
      changes.push(
        change(
          "minor",
          `The limit \`${name}\` is ${limitText(heir)}, no longer ${limitText(limit)}: ${effect}.`,
        ),
      );
    }
  }
  for (const [name, limit] of Object.entries(now.rateLimits)) {
    if (name in old.rateLimits) continue;
    changes.push(change("minor", `There is a limit \`${name}\` of ${limitText(limit)}.`));
  }
  return changes;
}

function isLower(limit: RateLimitModel, other: RateLimitModel): boolean {
  return rateOf(limit) < rateOf(other) || concurrencyOf(limit) < concurrencyOf(other);
}

function rateOf({ requests, interval = 1 }: RateLimitModel): number {
  return requests === undefined ? Number.POSITIVE_INFINITY : requests / interval;
}

function concurrencyOf({ concurrency = Number.POSITIVE_INFINITY }: RateLimitModel): number {
  return concurrency;
}

function limitText({ requests, interval, concurrency }: RateLimitModel): string {
  return [
    ...(requests === undefined ? [] : [`${requests} requests in ${interval ?? 0} ms`]),
    ...(concurrency === undefined ? [] : [`${concurrency} at once`]),
  ].join(", ");
}

/** The rules for all methods, but for `safety`, which is told of the methods themselves. */
function retryChanges(old: ProviderModel, now: ProviderModel): Change[] {
  return isSame({ ...old.retry, safe: null }, { ...now.retry, safe: null })
    ? []
    : [change("minor", "The client waits and retries by other rules.")];
}

/** Every component schema is an exported type. */
function typeChanges(base: Model, revision: Model): Change[] {
  const old = base.schemas.map(({ typeName }) => typeName);
  const now = revision.schemas.map(({ typeName }) => typeName);
  return [
    ...without(old, now).map((name): Change => ({
      level: "major",
      subject: name,
      says: `The type \`${name}\` is gone: code that imports it stops compiling.`,
    })),
    ...without(now, old).map((name): Change => ({
      level: "minor",
      subject: name,
      says: `The type \`${name}\` is new.`,
    })),
  ];
}

function change(level: Level, says: string): Change {
  return { level, subject: "the client", says };
}
