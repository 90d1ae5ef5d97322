import type { MakeClient } from "./run-call.ts";

const anything = "mock";

/** Each provider's client, loaded when a console of it is opened. */
export const clients: Readonly<Record<string, () => Promise<MakeClient>>> = {
  asapp: async () => {
    const { createAsapp } = await import("@parley/asapp");
    return (options) => createAsapp({ apiId: anything, apiSecret: anything, ...options });
  },
  rapidpro: async () => {
    const { createRapidPro } = await import("@parley/rapidpro");
    return (options) => createRapidPro({ token: anything, ...options });
  },
  "respond-io": async () => {
    const { createRespondIo } = await import("@parley/respond-io");
    return (options) => createRespondIo({ token: anything, ...options });
  },
  sinch: async () => {
    const { createSinch } = await import("@parley/sinch");
    return (options) =>
      createSinch({ keyId: anything, keySecret: anything, projectId: anything, ...options });
  },
};
