// #region import
import { isApiError, type RespondIo } from "@parley/respond-io";
// #endregion import
// #region import-rapidpro
import { flattenErrors, isApiError as isRapidProError, type RapidPro } from "@parley/rapidpro";
// #endregion import-rapidpro

// #region by-status
export async function greet(respond: RespondIo, identifier: `id:${number}`): Promise<string> {
  const { send } = respond.messages;
  try {
    const { messageId } = await send({
      identifier,
      body: { message: { type: "text", text: "Hello" } },
    });
    return `sent as ${messageId}`;
  } catch (error) {
    if (!isApiError(error, send)) throw error;
    switch (error.status) {
      case 404:
        return `no such contact: ${error.body.message}`;
      case 429:
        return `again in ${error.retryAfter ?? 1000} ms`;
      default:
        throw error;
    }
  }
}
// #endregion by-status

export async function createContact(rapidpro: RapidPro): Promise<string> {
  // #region flatten
  try {
    await rapidpro.contacts.create({ body: { urns: ["tel:+12025550101"] } });
  } catch (error) {
    if (!isRapidProError(error, rapidpro.contacts.create)) throw error;
    if (error.status === 400) return flattenErrors(error.body).join("\n");
    throw error;
  }
  // #endregion flatten
  return "";
}

export async function statusAndHeaders(respond: RespondIo) {
  // #region with-response
  const { data, response } = await respond.contacts.get({ identifier: "id:42" }).withResponse();
  console.log(data.firstName, response.status, response.headers.get("content-type"));
  // #endregion with-response
  return response;
}

export async function bounded(respond: RespondIo, signal: AbortSignal) {
  // #region bounded
  const contact = await respond.contacts.get(
    { identifier: "id:42" },
    { timeout: 2_000, deadline: 5_000, retry: { attempts: 2 }, signal },
  );
  // #endregion bounded
  return contact;
}
