// #region start
import { startMock } from "@parley/mock";
import { createSinch } from "@parley/sinch";

const mock = await startMock({ provider: "sinch" });
const sinch = createSinch({
  projectId: "any",
  keyId: "any",
  keySecret: "any",
  baseUrl: mock.url,
  tokenUrl: mock.tokenUrl,
});

export const apps = await sinch.apps.list();
export const { requests } = mock;
await mock.close();
// #endregion start
