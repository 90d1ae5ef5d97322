import type { RapidPro } from "@parley/rapidpro";
import type { RespondIo } from "@parley/respond-io";

export async function everyItem(respond: RespondIo) {
  const names: (string | null | undefined)[] = [];
  // #region items
  const body = { search: "", timezone: "Etc/UTC", filter: { $and: [] } };

  for await (const contact of respond.contacts.list({ limit: 100, body })) {
    names.push(contact.firstName);
  }
  // #endregion items
  return names;
}

export async function onePage(respond: RespondIo) {
  const body = { search: "", timezone: "Etc/UTC", filter: { $and: [] } };
  // #region page
  const page = await respond.contacts.list({ limit: 100, body });
  console.log(page.items.length, page.hasNext);

  const next = await page.next(); // undefined after the last page
  // #endregion page
  return { page, next };
}

export async function resumable(
  rapidpro: RapidPro,
  store: {
    load(): Promise<string | undefined>;
    save(cursor: string | undefined): Promise<void>;
    write(items: readonly unknown[]): Promise<void>;
  },
) {
  // #region resume
  const cursor = await store.load();

  for await (const page of rapidpro.contacts.list({ group: "Farmers", cursor }).pages()) {
    await store.write(page.items);
    await store.save(page.cursor); // undefined once the last page is stored
  }
  // #endregion resume
}

export async function withProgress(respond: RespondIo, report: (line: string) => void) {
  const body = { search: "", timezone: "Etc/UTC", filter: { $and: [] } };
  let count = 0;
  // #region progress
  const contacts = respond.contacts.list(
    { limit: 100, body },
    { onPage: ({ number, itemsSoFar }) => report(`page ${number}: ${itemsSoFar} contacts`) },
  );
  for await (const contact of contacts) count += contact.tags?.length ?? 0;
  // #endregion progress
  return count;
}
