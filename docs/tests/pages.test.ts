import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import { afterAll, describe, expect, test } from "vitest";
import { useBrowser } from "./browser.ts";
import { builtPages } from "./built-site.ts";
import { samplePages, widths } from "./sample-pages.ts";
import { pageWeight } from "./weight.ts";

const BUDGET = { bytes: 150_000, largestContentfulPaint: 1000 };
const folder = join(import.meta.dirname, "..", "screenshots");
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const open = useBrowser();
const weights = new Map(builtPages().map(({ path, html }) => [path, pageWeight(html)]));

/** What was measured: a report to read, as how long a page takes depends on the machine. */
const measured: { page: string; width: number; milliseconds: number; isWithinBudget: boolean }[] =
  [];

test("no page is heavier than 150 kB of HTML, styles and scripts, compressed", () => {
  const heavy = [...weights].filter(([, bytes]) => bytes > BUDGET.bytes);
  expect(heavy).toEqual([]);
  expect(weights.size).toBeGreaterThan(300);
});

test("every page forbids what is not its own", () => {
  for (const { path, html } of builtPages()) {
    const [, policy = ""] =
      /<head><meta http-equiv="content-security-policy" content="([^"]*)">/.exec(html) ?? [];
    expect.soft(policy, path).toContain("default-src 'self'");
    expect
      .soft(policy, path)
      .toContain("connect-src 'self' http://127.0.0.1:* http://localhost:*;");
    expect.soft(html, path).not.toMatch(/<(?:script|img|iframe)[^>]*\ssrc="(?:https?:)?\/\//);
  }
});

describe.each(widths)("%i pixels wide", (width) => {
  describe.each(samplePages)("%s", (path) => {
    test.each(["light", "dark"] as const)(
      "in the %s theme: no request leaves, no error, accessible, nothing wider than the screen",
      async (colorScheme) => {
        const { page, foreign, errors } = await open({
          viewport: { width, height: width > 600 ? 900 : 844 },
          colorScheme,
        });
        await page.goto(path, { waitUntil: "networkidle" });
        const time = await page.evaluate(
          () =>
            new Promise<number>((resolve) => {
              new PerformanceObserver((list) =>
                resolve(list.getEntries().at(-1)?.startTime ?? 0),
              ).observe({
                type: "largest-contentful-paint",
                buffered: true,
              });
            }),
        );
        measured.push({
          page: `${path} ${colorScheme}`,
          width,
          milliseconds: Math.round(time),
          isWithinBudget: time < BUDGET.largestContentfulPaint,
        });
        mkdirSync(folder, { recursive: true });
        const name = `${width}-${colorScheme}-${path.replaceAll("/", "_")}.png`;
        await page.screenshot({ path: join(folder, name) });
        expect(errors).toEqual([]);
        expect(foreign).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(overflow).toBeLessThanOrEqual(0);

        // The policy of the page lets no script of a test in; what is tested is the page.
        await page.evaluate((await import("node:fs")).readFileSync(axe, "utf8"));
        const found = await page.evaluate(() =>
          (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
        );
        const serious = found.violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
          );
        expect(serious).toEqual([]);
      },
    );
  });
});

afterAll(() => {
  const slow = measured.filter(({ isWithinBudget }) => !isWithinBudget);
  const heaviest = [...weights].toSorted((a, b) => b[1] - a[1]).slice(0, 10);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "report.json"),
    `${JSON.stringify({ budget: BUDGET, heaviest, slow, measured }, undefined, 2)}\n`,
  );
});
