import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, inject } from "vitest";
import { launchChromium } from "./launch-chromium.ts";

/** What a page did that nobody should see. */
export interface Watched {
  readonly page: Page;
  /** Requests that left the site. */
  readonly foreign: string[];
  /** Errors in the browser's console, and exceptions. */
  readonly errors: string[];
}

/** Gives each test of a file pages of one browser. */
export function useBrowser(): (options?: BrowserContextOptions) => Promise<Watched> {
  let browser: Browser | undefined;
  let contexts: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  // A page behind another one is never idle enough to load its search.
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
  });
  afterAll(async () => {
    await browser?.close();
  });
  return async (options = {}) => {
    if (browser === undefined) throw new Error("The browser has not been started.");
    const origin = inject("origin");
    const context = await browser.newContext({ baseURL: origin, ...options });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const foreign: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(origin) && !/^(?:data|blob):/.test(url)) foreign.push(url);
    });
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    return { page, foreign, errors };
  };
}
