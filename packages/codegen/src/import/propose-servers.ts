import { isObject, type JsonObject } from "../description/json.js";
import { isPlainPath, pathTarget, type ImportedOperation } from "./described-operations.js";
import type { ProposedAction } from "./overlay-action.js";
import { camelCaseOf, wordsOf } from "./words.js";

interface Server extends JsonObject {
  readonly url: string;
}

const KNOWN_ENVIRONMENTS: Readonly<Record<string, RegExp>> = {
  production: /\bprod(?:uction)?\b|\blive\b/i,
  sandbox: /\bsandbox\b/i,
  staging: /\bstag(?:e|ing)\b/i,
  test: /\btest(?:ing)?\b/i,
  development: /\bdev(?:elopment)?\b/i,
  eu: /\beu(?:rope)?\b/i,
  us: /\bus(?:a)?\b/i,
};

/** Where the host of a relative server is a variable, its default: no credentials leave the machine. */
const UNKNOWN_HOST = "localhost";

/**
 * Proposes servers that a client can use: absolute, told apart, with closed variables. Nothing where
 * the description's own are so. Where no place is known that relative ones are relative to, each
 * client is told its host, as that of a product that people host themselves.
 *
 * @param base - The URL that the description came from; undefined for a file.
 */
export function proposeServers(document: JsonObject, base: string | undefined): ProposedAction[] {
  const written = serversOf(document);
  const absolute = written.flatMap((server) => mended(server, base) ?? []);
  // A document without servers has one at `/` (OpenAPI 3.1, section 4.8.1).
  const relative = written.length === 0 ? [{ url: "/" }] : written;
  const usable = distinct(
    absolute.length > 0 ? absolute : relative.flatMap((server) => onAnyHost(server) ?? []),
  );
  if (usable.length === 0) {
    return [
      {
        comment:
          "DECIDE: the description names no server that can be reached. Give the URL of the API.",
        target: "$",
        update: { servers: [{ url: "https://api.example.com" }] },
        isOpen: true,
      },
    ];
  }
  const named =
    usable.length === 1
      ? usable
      : environments(usable).map(([server, environment]) =>
          Object.assign({}, server, { "x-parley-server": { environment } }),
        );
  if (JSON.stringify(named) === JSON.stringify(document["servers"])) return [];
  return [
    ...(document["servers"] === undefined
      ? []
      : [
          {
            comment: [
              "DECIDE: servers are absolute URLs, and several are told apart by `x-parley-server`: the first is the default.",
              "A variable that may be anything was replaced by its default, as credentials go to the host that it is part of.",
              ...(absolute.length > 0
                ? []
                : [
                    "The description names no host: write it in place of the variable, if there is one for all.",
                  ]),
            ].join(" "),
            target: "$.servers",
            update: undefined,
          },
        ]),
    {
      comment:
        document["servers"] === undefined
          ? "DECIDE: the description names no server, so that each client is told its host: write it in place of the variable, if there is one for all."
          : undefined,
      target: "$",
      update: { servers: named },
    },
  ];
}

/** Proposes names for the servers of paths and operations, by which a client knows them. */
export function proposeOwnServers(
  document: JsonObject,
  operations: readonly ImportedOperation[],
  base: string | undefined,
): ProposedAction[] {
  const written = serversOf(document);
  const absolute = written.flatMap((server) => mended(server, base) ?? []);
  const usable = (server: Server): Server[] => {
    const found = mended(server, base) ?? (absolute.length === 0 ? onAnyHost(server) : undefined);
    return found === undefined ? [] : [found];
  };
  const common = new Set(written.flatMap(usable).map(({ url }) => url.replace(/\/+$/, "")));
  const names = new Map<string, string>();
  const owners = new Map<string, JsonObject>();
  // A path without operations may have servers too, and they are checked like all others.
  for (const [path, item] of Object.entries(isObject(document["paths"]) ? document["paths"] : {})) {
    if (isObject(item) && item["servers"] !== undefined && isPlainPath(path))
      owners.set(pathTarget(path), item);
  }
  for (const { operation, target } of operations) {
    if (operation["servers"] !== undefined) owners.set(target, operation);
  }
  return [...owners].flatMap(([target, owner]): ProposedAction[] => {
    const [server] = serversOf(owner).flatMap(usable);
    const remove: ProposedAction = {
      comment: "DECIDE: a server of its own has a name, and is one.",
      target: `${target}.servers`,
      update: undefined,
    };
    if (server === undefined || common.has(server.url.replace(/\/+$/, ""))) return [remove];
    const name = names.get(server.url) ?? serverName(server.url, new Set(names.values()));
    names.set(server.url, name);
    return [remove, { target, update: { servers: [{ ...server, "x-parley-server": { name } }] } }];
  });
}

function serversOf(owner: JsonObject): Server[] {
  const { servers } = owner;
  return Array.isArray(servers)
    ? servers.filter(
        (server): server is Server => isObject(server) && typeof server["url"] === "string",
      )
    : [];
}

/** A server with an absolute URL and closed variables; undefined where that cannot be made of it. */
function mended(server: Server, base: string | undefined): Server | undefined {
  const variables = isObject(server["variables"]) ? server["variables"] : {};
  const kept: Record<string, unknown> = {};
  let url = server.url.trim();
  for (const [name, variable] of Object.entries(variables)) {
    if (!isObject(variable) || !url.includes(`{${name}}`)) continue;
    const isWholeHost = /^https?:\/\/([^/?#]*)/.exec(url)?.[1] === `{${name}}`;
    const { default: value } = variable;
    if (Array.isArray(variable["enum"]) || isWholeHost) {
      const option = camelCaseOf(wordsOf(name));
      const free = option === "environment" ? "serverEnvironment" : option;
      url = url.replaceAll(`{${name}}`, `{${free}}`);
      kept[free] = variable;
    } else if (typeof value === "string") {
      url = url.replaceAll(`{${name}}`, value);
    }
  }
  if (!/^https?:\/\//.test(url)) {
    if (base === undefined || !URL.canParse(url, base)) return undefined;
    url = new URL(url, base).href;
  }
  url = url.replace(/[?#].*$/, "").replace(/(?<=[^/:])\/+$/, "");
  if (!/^https?:\/\/[^/?#]/.test(url)) return undefined;
  const description =
    server["description"] === undefined ? {} : { description: server["description"] };
  return { ...description, url, ...(Object.keys(kept).length === 0 ? {} : { variables: kept }) };
}

/** A relative server on a host that each client is told; undefined where it is not relative. */
function onAnyHost(server: Server): Server | undefined {
  if (!/^(?:\/(?!\/)|$)/.test(server.url)) return undefined;
  const written = isObject(server["variables"]) ? server["variables"] : {};
  const name = "host" in written ? "apiHost" : "host";
  return mended(
    {
      ...server,
      url: `https://{${name}}${server.url}`,
      variables: {
        ...written,
        [name]: { default: UNKNOWN_HOST, description: "The host of the API, with its port." },
      },
    },
    undefined,
  );
}

function distinct(servers: readonly Server[]): Server[] {
  return [
    ...new Map(servers.toReversed().map((server) => [server.url, server])).values(),
  ].toReversed();
}

function environments(servers: readonly Server[]): [Server, string][] {
  const taken = new Set<string>();
  return servers.map((server, index) => {
    const text = `${typeof server["description"] === "string" ? server["description"] : ""} ${server.url}`;
    const [known] = Object.entries(KNOWN_ENVIRONMENTS).find(([, words]) => words.test(text)) ?? [];
    const host = (/^https?:\/\/([a-z][a-z0-9-]*)\./i.exec(server.url)?.[1] ?? "").toLowerCase();
    const name =
      [known, host].find((each) => each !== undefined && each !== "" && !taken.has(each)) ??
      `server${index + 1}`;
    taken.add(name);
    return [server, name];
  });
}

function serverName(url: string, taken: ReadonlySet<string>): string {
  const host = /^https?:\/\/([^/:{]+)/.exec(url)?.[1] ?? "";
  const label = camelCaseOf(wordsOf(host.split(".")[0] ?? "")) || "other";
  let name = label;
  for (let number = 2; taken.has(name); number++) name = `${label}${number}`;
  return name;
}
