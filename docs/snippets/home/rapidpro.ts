import { createRapidPro } from "@parley/rapidpro";

const rapidpro = createRapidPro({ host: "rapidpro.example.org" });

// Every item of every page; the limit of 2500 an hour is kept.
for await (const contact of rapidpro.contacts.list({ group: "Farmers" })) {
  await rapidpro.messages.create({
    body: { contact: contact.uuid, text: `Hello ${contact.name ?? ""}` },
  });
}
