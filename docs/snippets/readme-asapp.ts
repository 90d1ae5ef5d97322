// #region import
import { createAsapp, isApiError } from "@parley/asapp";
// #endregion import
// #region import-validators
import { validators } from "@parley/asapp/validators";
// #endregion import-validators

export async function firstCall() {
  // #region first-call
  const asapp = createAsapp(); // ASAPP_API_ID and ASAPP_API_SECRET, in the sandbox

  const { id } = await asapp.conversations.createOrUpdate({
    body: {
      externalId: "order-1138",
      customer: { externalId: "customer-7" },
      timestamp: new Date().toISOString(),
    },
  });
  console.log(id);

  try {
    await asapp.autoSummary.createFreeTextSummary({
      body: { externalConversationId: "order-1138" },
    });
  } catch (error) {
    if (!isApiError(error, asapp.autoSummary.createFreeTextSummary)) throw error;
    if (error.status === 404) console.log("no such conversation:", error.body.error?.message);
  }
  // #endregion first-call
}

export function validating() {
  // #region validate
  const asapp = createAsapp({ validate: "error", validators }); // or "warn"
  // #endregion validate
  return asapp;
}
