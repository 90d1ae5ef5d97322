import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser } from "./browser.ts";

const open = useBrowser();

/** Opens the search by its key, once the page has loaded it, which it does when it is idle. */
async function openSearch(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator("dialog input").first().waitFor({ state: "attached" });
  await page.keyboard.press("Control+k");
  await page.locator("dialog input").first().waitFor();
}

test.each([
  ["a method's name", "messages.send", "/reference/sinch/messages-send/"],
  ["a client's call", "respond.messages.send", "/reference/respond-io/messages-send/"],
  ["a path", "/v1/projects/{project_id}/messages:send", "/reference/sinch/messages-send/"],
  [
    "a path of another provider",
    "/contact/{identifier}/message",
    "/reference/respond-io/messages-send/",
  ],
  [
    "a provider's own term",
    "smart conversation redaction",
    "/reference/sinch/events/message-inbound-smart-conversation-redaction/",
  ],
  ["an event's name", "MESSAGE_INBOUND", "/reference/sinch/events/message-inbound/"],
  ["an error code of a provider", "UNKNOWN_APP", "/reference/sinch/apps-delete/"],
  [
    "a status that only one provider has",
    "449 respond.io contacts.get",
    "/reference/respond-io/contacts-get/",
  ],
  [
    "an export of the runtime",
    "createRedisTokenStore",
    "/api/redis/functions/createredistokenstore/",
  ],
])("typing %s finds its page: %s", async (_, typed, expected) => {
  const { page, foreign, errors } = await open();
  await openSearch(page, "/");
  await page.locator("dialog input").first().fill(typed);
  const results = page.locator("dialog a[href^='/']");
  await results.first().waitFor();
  await expect
    .poll(() =>
      results.evaluateAll((links) =>
        links.map((link) => new URL((link as HTMLAnchorElement).href).pathname),
      ),
    )
    .toContain(expected);
  expect(foreign).toEqual([]);
  expect(errors).toEqual([]);
});

test("a search that finds nothing says so", async () => {
  const { page } = await open();
  await openSearch(page, "/");
  await page.locator("dialog input").first().fill("qqqqzzzzxxxx");
  await expect.poll(() => page.getByText(/no results/i).isVisible()).toBe(true);
});

test("a result opens with the keyboard alone", async () => {
  const { page } = await open();
  await openSearch(page, "/getting-started/");
  await page.locator("dialog input:focus").waitFor();
  await page.keyboard.type("contacts.createOrUpdate");
  const wanted = "/reference/respond-io/contacts-create-or-update/";
  await page.locator(`dialog a[href^='${wanted}']`).first().waitFor();
  const focused = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.getAttribute("href"));
  for (let presses = 0; presses < 30 && (await focused()) !== wanted; presses += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${wanted}`);
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("createOrUpdate");
});
