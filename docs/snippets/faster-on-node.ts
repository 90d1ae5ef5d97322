// #region client
import { createRespondIo, type RespondIo, type RespondIoOptions } from "@parley/respond-io";
import { createUndiciFetch } from "@parley/runtime/undici";

const fetch = createUndiciFetch();

export function createFastRespondIo(options: RespondIoOptions = {}): RespondIo {
  return createRespondIo({ ...options, fetch });
}
// #endregion client
