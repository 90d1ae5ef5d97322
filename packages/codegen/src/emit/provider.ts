import type { Model } from "../model/model.js";
import { header } from "./header.js";
import { literal, type Data } from "./literal.js";

/** `provider.ts`: the data that all methods of a provider share. */
export function emitProvider({ provider }: Model): string {
  const { servers, variables, clientParameters, rateLimits, retry } = provider;
  const environments = servers.filter(({ isEnvironment }) => isEnvironment);
  const data: Data = {
    name: provider.name,
    servers: Object.fromEntries(servers.map(({ name, url }) => [name, url])),
    environments: environments.length === 0 ? undefined : environments.map(({ name }) => name),
    variables: record(
      variables.map((variable) => [
        variable.name,
        { default: variable.default, enum: variable.enum },
      ]),
    ),
    parameters: record(
      clientParameters.map(({ name, option, environmentVariable }) => [
        name,
        { option, environmentVariable },
      ]),
    ),
    rateLimits: record(Object.entries(rateLimits).map(([name, limit]) => [name, { ...limit }])),
    retry: retry === undefined ? undefined : { ...retry },
  };
  const start = "export const provider: Provider = ";
  return [
    header(provider.name),
    'import type { Provider } from "@parley/runtime";\n\n',
    `${start}${literal(data, "", start.length + 1)};\n`,
  ].join("");
}

function record(entries: readonly (readonly [string, Data])[]): Data | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
