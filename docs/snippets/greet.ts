import { isApiError, type RespondIo } from "@parley/respond-io";

// #region greet
/** Greets a contact, and makes it first where there is none. */
export async function greet(
  respond: RespondIo,
  identifier: `email:${string}` | `phone:${string}`,
): Promise<"known" | "created"> {
  try {
    await respond.contacts.get({ identifier });
    return "known";
  } catch (error) {
    if (!isApiError(error, respond.contacts.get) || error.status !== 404) throw error;
    await respond.contacts.create({ identifier, body: { firstName: "New" } });
    return "created";
  }
}
// #endregion greet
