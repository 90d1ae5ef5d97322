import { expect, test } from "vitest";
import { useBrowser } from "./browser.ts";

const open = useBrowser();

test("from the home page to a method in three clicks", async () => {
  const { page, errors } = await open();
  await page.goto("/");
  await page.getByRole("link", { name: "Browse the reference" }).click();
  await page.locator(".provider-cards a[href='/reference/sinch/']").click();
  await page.locator(".method-table a[href='/reference/sinch/messages-send/']").click();
  await page.getByRole("heading", { level: 1, name: "sinch.messages.send" }).waitFor();
  expect(errors).toEqual([]);
});

test("the navigation of a provider shows where its reader is, and leads to its other methods", async () => {
  const { page } = await open();
  await page.goto("/reference/sinch/messages-send/");
  const current = page.locator(".sidebar-content a[aria-current='page']");
  expect(await current.textContent()).toContain("messages.send");
  await page.locator(".sidebar-content a[href='/reference/sinch/messages-get/']").click();
  await page.getByRole("heading", { level: 1, name: "sinch.messages.get" }).waitFor();
});

test("on a phone the navigation opens and closes by its button", async () => {
  const { page } = await open({ viewport: { width: 390, height: 844 } });
  await page.goto("/reference/rapidpro/contacts-list/");
  const link = page.locator(".sidebar-content a[href='/reference/rapidpro/']");
  expect(await link.isVisible()).toBe(false);
  await page.getByRole("button", { name: "Menu" }).click();
  await link.click();
  await page.getByRole("heading", { level: 1, name: "RapidPro" }).waitFor();
});

test("a theme is chosen by hand, whatever the system has", async () => {
  const { page } = await open({ colorScheme: "light" });
  await page.goto("/");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.locator("starlight-theme-select select").first().selectOption("dark");
  expect(await background()).not.toBe(light);
  await page.goto("/reference/");
  expect(await background()).not.toBe(light);
});

test("the first thing that the keyboard reaches leads past the navigation", async () => {
  const { page } = await open();
  await page.goto("/reference/asapp/conversations-list/");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(new URL(page.url()).hash).toBe("#_top");
});

test("a call's code is copied as it stands, in the style that is chosen", async () => {
  const { page } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto("/reference/respond-io/messages-send/");
  for (const style of ["Method", "Path", "curl"]) {
    await page.getByRole("tab", { name: style }).first().click();
    const panel = page.locator("[role='tabpanel']:not([hidden])").first();
    await panel.locator(".expressive-code").hover();
    await panel.locator(".copy button").first().click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const lines = await panel.locator(".ec-line .code").allTextContents();
    expect(copied.split("\n").map((line) => line.trim())).toEqual(lines.map((line) => line.trim()));
    expect(copied).toContain(style === "curl" ? "curl --request POST" : "createRespondIo()");
  }
});

test("the style that is chosen on one page is that of the next", async () => {
  const { page } = await open();
  await page.goto("/reference/respond-io/messages-send/");
  await page.getByRole("tab", { name: "Path" }).first().click();
  await page.goto("/reference/sinch/messages-get/");
  const chosen = page.locator("[role='tab'][aria-selected='true']").first();
  expect((await chosen.textContent())?.trim()).toBe("Path");
});

test("a page that is not there says so", async () => {
  const { page } = await open();
  const response = await page.goto("/reference/sinch/nothing/");
  expect(response?.status()).toBe(404);
  await page.getByRole("heading", { level: 1, name: "404" }).waitFor();
});
