// #region import
import { createSinch, ValidationError, webhooks } from "@parley/sinch";
import { validators } from "@parley/sinch/validators";
// #endregion import

export async function validated(app_id: string) {
  // #region client
  const sinch = createSinch({ validate: "error", validators });

  try {
    await sinch.messages.list({ app_id, page_size: 5_000 });
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    for (const { pointer, expected, type } of error.findings) console.log(pointer, expected, type);
  }
  // #endregion client
}

export async function validatedWebhook(request: Request, secret: string) {
  // #region webhook
  const event = await webhooks.unwrap({
    body: await request.arrayBuffer(),
    headers: request.headers,
    secret,
    validate: "warn",
    validators,
  });
  // #endregion webhook
  return event;
}
