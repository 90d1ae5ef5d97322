import { createAsapp, operations as asappOperations } from "@parley/asapp";
import { createRapidPro, operations as rapidproOperations } from "@parley/rapidpro";
import { createRespondIo, operations as respondIoOperations } from "@parley/respond-io";
import type { ClientOptions, Operation } from "@parley/runtime";
import { createSinch, operations as sinchOperations } from "@parley/sinch";

/** What the reference has to know of a provider beyond its description. */
export interface DocumentedProvider {
  /** As in `@parley/<name>`. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  /** The function that makes its client. */
  readonly factory: string;
  /** What examples call the client. */
  readonly variable: string;
  /** The environment variables that hold its credentials, by what they are. */
  readonly credentials: readonly string[];
  readonly operations: readonly Operation[];
  /** Makes a client whose credentials are the names of the environment variables. */
  readonly create: (options: ClientOptions) => object;
}

/** In the order of the navigation. */
const ALL: readonly DocumentedProvider[] = [
  {
    name: "asapp",
    title: "ASAPP",
    factory: "createAsapp",
    variable: "asapp",
    credentials: ["ASAPP_API_ID", "ASAPP_API_SECRET"],
    operations: asappOperations,
    create: (options) =>
      createAsapp({ apiId: "$ASAPP_API_ID", apiSecret: "$ASAPP_API_SECRET", ...options }),
  },
  {
    name: "rapidpro",
    title: "RapidPro",
    factory: "createRapidPro",
    variable: "rapidpro",
    credentials: ["RAPIDPRO_TOKEN"],
    operations: rapidproOperations,
    create: (options) => createRapidPro({ token: "$RAPIDPRO_TOKEN", ...options }),
  },
  {
    name: "respond-io",
    title: "respond.io",
    factory: "createRespondIo",
    variable: "respond",
    credentials: ["RESPOND_IO_TOKEN"],
    operations: respondIoOperations,
    create: (options) => createRespondIo({ token: "$RESPOND_IO_TOKEN", ...options }),
  },
  {
    name: "sinch",
    title: "Sinch",
    factory: "createSinch",
    variable: "sinch",
    credentials: ["SINCH_KEY_ID", "SINCH_KEY_SECRET", "SINCH_PROJECT_ID"],
    operations: sinchOperations,
    create: (options) =>
      createSinch({
        keyId: "$SINCH_KEY_ID",
        keySecret: "$SINCH_KEY_SECRET",
        projectId: "$SINCH_PROJECT_ID",
        ...options,
      }),
  },
];

const chosen = process.env["PARLEY_DOCS_PROVIDERS"]?.split(",");

/** All of them; while writing, those that `PARLEY_DOCS_PROVIDERS=sinch,asapp` names. */
export const documentedProviders: readonly DocumentedProvider[] =
  chosen === undefined ? ALL : ALL.filter(({ name }) => chosen.includes(name));
