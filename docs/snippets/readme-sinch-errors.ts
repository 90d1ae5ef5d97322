// #region import
import { createSinch, isApiError } from "@parley/sinch";
// #endregion import
import type { SendMessageRequest } from "@parley/sinch/types";

export async function failing(body: SendMessageRequest) {
  // #region errors
  const sinch = createSinch();

  try {
    await sinch.messages.send({ body });
  } catch (error) {
    if (!isApiError(error, sinch.messages.send)) throw error;
    if (error.status === 400) {
      for (const detail of error.body.error.details ?? []) {
        if ("field_violations" in detail) console.log(detail.field_violations?.[0]?.field);
      }
    }
    if (error.status === 429) console.log(error.retryAfter); // ms, where Sinch says
  }
  // #endregion errors
}
