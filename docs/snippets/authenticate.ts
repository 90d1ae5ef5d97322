// #region import
import { createAsapp } from "@parley/asapp";
import { createRapidPro } from "@parley/rapidpro";
import { createRespondIo } from "@parley/respond-io";
import { createSinch } from "@parley/sinch";
// #endregion import

export function fromEnvironment() {
  // #region environment
  const asapp = createAsapp(); // ASAPP_API_ID, ASAPP_API_SECRET
  const rapidpro = createRapidPro(); // RAPIDPRO_TOKEN
  const respond = createRespondIo(); // RESPOND_IO_TOKEN
  const sinch = createSinch(); // SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET
  // #endregion environment
  return { asapp, rapidpro, respond, sinch };
}

export function fromOptions(apiId: string, apiSecret: string, token: string) {
  // #region options
  const asapp = createAsapp({ apiId, apiSecret, environment: "production" });
  const rapidpro = createRapidPro({ token, host: "rapidpro.example.org" });
  // #endregion options
  return { asapp, rapidpro };
}

export function fromVault(readSecret: (name: string) => Promise<string>) {
  // #region function
  const respond = createRespondIo({ token: () => readSecret("respond-io-token") });
  // #endregion function
  return respond;
}

export function withBasic() {
  // #region basic
  const sinch = createSinch({ authentication: "basic", region: "eu" });
  // #endregion basic
  return sinch;
}
