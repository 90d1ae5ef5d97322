// #region import
import { createRapidPro } from "@parley/rapidpro";
// #endregion import
// #region import-validators
import { validators } from "@parley/rapidpro/validators";
// #endregion import-validators

export async function firstCall() {
  // #region first-call
  const rapidpro = createRapidPro(); // token from RAPIDPRO_TOKEN, or { token }, or { token: async () => … }

  const contact = await rapidpro.contacts.get({ urn: "tel:+12025550101" });
  await rapidpro.messages.create({ body: { contact: contact.uuid, text: "Hello" } });
  await rapidpro.contacts.update({ uuid: contact.uuid, body: { language: null } }); // null clears

  for await (const each of rapidpro.contacts.list({ group: "Farmers" })) console.log(each.name);
  // #endregion first-call
}

interface Store {
  load(): Promise<string | undefined>;
  save(cursor: string | undefined): Promise<void>;
}

export async function resume(
  after: string,
  store: Store,
  handle: (items: readonly unknown[]) => Promise<void>,
) {
  const rapidpro = createRapidPro();
  // #region resume
  for await (const page of rapidpro.runs.list({ after, cursor: await store.load() }).pages()) {
    await handle(page.items);
    await store.save(page.cursor); // undefined on the last page
  }
  // #endregion resume
}

export function validating() {
  // #region validate
  const rapidpro = createRapidPro({ validate: "error", validators }); // or "warn"
  // #endregion validate
  return rapidpro;
}
