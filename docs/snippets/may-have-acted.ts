// #region import
import { ParleyError } from "@parley/respond-io";
// #endregion import

export async function sendOrElse(
  send: () => Promise<string>,
  sendOtherwise: () => Promise<string>,
): Promise<string> {
  // #region fallback
  try {
    return await send();
  } catch (error) {
    if (error instanceof ParleyError && !error.mayHaveActed) return sendOtherwise();
    throw error; // The message may be there: to send it by another way could say it twice.
  }
  // #endregion fallback
}
