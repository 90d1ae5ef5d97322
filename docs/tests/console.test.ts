import { startMock } from "@parley/mock";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { useBrowser } from "./browser.ts";

const open = useBrowser();

const methods = [
  { provider: "asapp", page: "conversations-list", id: "conversations.list" },
  { provider: "rapidpro", page: "contacts-list", id: "contacts.list" },
  { provider: "respond-io", page: "messages-send", id: "messages.send" },
  { provider: "sinch", page: "messages-send", id: "messages.send" },
] as const;

async function openConsole(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole("button", { name: "Open the console" }).click();
  await page.getByRole("button", { name: "Run" }).waitFor();
}

describe.each(methods)("$provider $id", ({ provider, page: name, id }) => {
  const path = `/reference/${provider}/${name}/`;

  test("runs on recorded examples, and sends nothing", async () => {
    const { page, foreign, errors } = await open();
    await openConsole(page, path);
    await page.getByRole("button", { name: "Run" }).click();
    const output = page.locator("[data-part='output']");
    await output.getByText("The client gives").waitFor();
    expect(await output.textContent()).toMatch(/On the wire, answered 20\d/);
    expect(foreign).toEqual([]);
    expect(errors).toEqual([]);
  });

  test("runs on a mock, which sees the request that is shown", async () => {
    const mock = await startMock({ provider });
    try {
      const { page, foreign, errors } = await open();
      await openConsole(page, path);
      await page.getByLabel("A mock server on this machine").check();
      await page.getByLabel("Address").fill(mock.origin);
      await page.getByRole("button", { name: "Run" }).click();
      const output = page.locator("[data-part='output']");
      await output.getByText("The client gives").waitFor();
      const [last] = mock.requests.slice(-1);
      expect(last).toMatchObject({ operation: id, violations: [] });
      expect(await output.textContent()).toContain(`${last?.method} ${mock.origin}${last?.path}`);
      expect(foreign.every((url) => url.startsWith(mock.origin))).toBe(true);
      expect(foreign.length).toBeGreaterThan(0);
      expect(errors).toEqual([]);
    } finally {
      await mock.close();
    }
  });
});

test("an error that is declared comes as its typed error", async () => {
  const { page } = await open();
  await openConsole(page, "/reference/respond-io/contacts-get/");
  const answer = page.getByLabel("Answer");
  const labels = await answer.locator("option").allTextContents();
  await answer.selectOption({ label: labels.find((label) => label.startsWith("404")) ?? "" });
  await page.getByRole("button", { name: "Run" }).click();
  const thrown = page.getByText("The client throws: ApiError<404, ErrorBody>");
  await expect.poll(() => thrown.isVisible()).toBe(true);
});

test("what is typed is kept nowhere, and where it goes is said", async () => {
  const { page } = await open();
  await openConsole(page, "/reference/respond-io/messages-send/");
  await page.getByText("nothing is sent, nothing is stored").waitFor();
  const parameters = page.getByLabel("Parameters, as JSON");
  const typed = (await parameters.inputValue()).replace("Hello", "a word of mine");
  await parameters.fill(typed);
  await page.getByLabel("A mock server on this machine").check();
  await page.getByText("is sent to http://127.0.0.1:4010 and nowhere else").waitFor();
  await page.getByLabel("Recorded examples").check();
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("The client gives").waitFor();
  expect(await page.locator("[data-part='output']").textContent()).toContain("a word of mine");
  const kept = await page.evaluate(async () => [
    JSON.stringify(localStorage),
    JSON.stringify(sessionStorage),
    document.cookie,
    JSON.stringify(await indexedDB.databases()),
    location.href,
  ]);
  expect(kept.join("\n")).not.toContain("a word of mine");
  await page.reload();
  await page.getByRole("button", { name: "Open the console" }).click();
  expect(await page.getByLabel("Parameters, as JSON").inputValue()).not.toContain("a word of mine");
});

test("parameters that are no JSON are refused with a reason", async () => {
  const { page } = await open();
  await openConsole(page, "/reference/respond-io/messages-send/");
  await page.getByLabel("Parameters, as JSON").fill("{ identifier: ");
  await page.getByRole("button", { name: "Run" }).click();
  await expect.poll(() => page.getByText("The parameters are no JSON").isVisible()).toBe(true);
});

test("an address that is not on this machine is refused, and the page's policy would stop it too", async () => {
  const { page, foreign } = await open();
  await openConsole(page, "/reference/respond-io/messages-send/");
  await page.getByLabel("A mock server on this machine").check();
  await page.getByLabel("Address").fill("http://192.0.2.1:4010");
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("The console sends to this machine only").waitFor();
  const refused = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) =>
          resolve(event.effectiveDirective),
        );
        fetch("http://192.0.2.1:4010/").catch(() => undefined);
      }),
  );
  expect(refused).toBe("connect-src");
  expect(foreign).toEqual([]);
});

test("a mock that does not run is said to be missing", async () => {
  const { page } = await open();
  await openConsole(page, "/reference/respond-io/messages-send/");
  await page.getByLabel("A mock server on this machine").check();
  // A port of no service (RFC 6335), which nothing listens on.
  await page.getByLabel("Address").fill("http://127.0.0.1:9");
  await page.getByRole("button", { name: "Run" }).click();
  const hint = page.getByText("Nothing answers at http://127.0.0.1:9");
  await expect.poll(() => hint.isVisible()).toBe(true);
});
