// A first program against respond.io, run against a mock of it: look a contact up, send a message,
// walk a list, meet a rate limit. Against the real API it is the same without `baseUrl` and `mock`.
import { startMock } from "@parley/mock";
import { createRespondIo, isApiError } from "@parley/respond-io";

const mock = await startMock({ provider: "respond-io" });
const respond = createRespondIo({ baseUrl: mock.url, token: "demo-token" });

try {
  step("Look a contact up");
  mock.respondWith("contacts.get", { example: "full" });
  const contact = await respond.contacts.get({ identifier: "phone:+60123456789" });
  say(`contacts.get      -> ${contact.firstName} ${contact.lastName}, id ${contact.id}`);

  step("Send a message");
  const sent = await respond.messages.send({
    identifier: `id:${contact.id}`,
    body: { message: { type: "text", text: "Your order is on its way." } },
  });
  say(`messages.send     -> message ${sent.messageId}`);

  step("Walk every page of the contacts");
  const everybody = { search: "", timezone: "Asia/Kuala_Lumpur", filter: { $and: [] } };
  const pages = respond.contacts.list({ limit: 10, body: everybody }).pages();
  let number = 0;
  for await (const page of pages) {
    number += 1;
    const names = page.items.map(({ firstName, phone }) => firstName ?? phone).join(", ");
    say(
      `contacts.list     -> page ${number}: ${names}; ${page.hasNext ? "more follows" : "the last"}`,
    );
  }

  step("Meet a 429, and recover");
  mock.respondWith("comments.create", { status: 429, headers: { "retry-after": "1" } });
  const before = mock.requests.length;
  const startedAt = performance.now();
  const comment = await respond.comments.create({
    identifier: `id:${contact.id}`,
    body: { text: "Told the customer." },
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const attempts = mock.requests.slice(before).map(({ status }) => status);
  say(`comments.create   -> ${attempts.join(", then ")}, after ${seconds} s as Retry-After asked`);
  say(`                     the comment is on contact ${comment.contactId}`);

  step("An error, by its status");
  mock.respondWith("contacts.get", { status: 404 });
  try {
    await respond.contacts.get({ identifier: "id:404" });
  } catch (error) {
    if (!isApiError(error, respond.contacts.get) || error.status !== 404) throw error;
    say(`contacts.get      -> ${error.message}`);
  }

  const violations = mock.requests.flatMap((request) => request.violations);
  step(
    `${mock.requests.length} requests reached the mock, with ${violations.length} contract violations`,
  );
  if (number !== 3 || attempts.join() !== "429,200" || violations.length > 0) process.exitCode = 1;
} finally {
  await mock.close();
}

function step(title: string): void {
  console.log(`\n${title}`);
}

function say(line: string): void {
  console.log(`  ${line}`);
}
