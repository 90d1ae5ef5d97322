// #region import
import { createRapidPro, flattenErrors, isApiError } from "@parley/rapidpro";
// #endregion import

export async function failing() {
  // #region errors
  const rapidpro = createRapidPro();

  try {
    await rapidpro.contacts.create({ body: { urns: ["tel:+12025550101"] } });
  } catch (error) {
    if (!isApiError(error, rapidpro.contacts.create)) throw error;
    if (error.status === 400) console.log(flattenErrors(error.body)); // ["urns.0: URN is in use by another contact."]
    if (error.status === 403) console.log(error.body.detail); // a bad token is a 403, never a 401
  }
  // #endregion errors
}
