import { readFileSync } from "node:fs";
import { join } from "node:path";
import { operations as asapp } from "@parley/asapp";
import { operations as rapidpro } from "@parley/rapidpro";
import { operations as respondIo } from "@parley/respond-io";
import { operations as sinch } from "@parley/sinch";
import { describe, expect, test } from "vitest";
import { slug } from "../src/reference/slug.ts";
import { builtPages } from "./built-site.ts";

const providers = { asapp, rapidpro, "respond-io": respondIo, sinch };
const pages = new Map(builtPages().map(({ path, html }) => [path, html]));

test("every operation that is described has a page: 204 of them, 230 methods", () => {
  const methods = Object.entries(providers).flatMap(([provider, operations]) =>
    operations.map(({ id, method, path }) => ({
      page: `/reference/${provider}/${slug(id)}/`,
      operation: `${provider} ${method} ${path}`,
    })),
  );
  expect(methods.filter(({ page }) => !pages.has(page))).toEqual([]);
  expect(methods).toHaveLength(230);
  expect(new Set(methods.map(({ operation }) => operation)).size).toBe(204);
});

describe.each(Object.entries(providers))("%s", (provider, operations) => {
  test("the doc comments of the client link to pages that exist", () => {
    const file = join(import.meta.dirname, `../../packages/${provider}/src/generated/client.ts`);
    const links = [...readFileSync(file, "utf8").matchAll(/@see https:\/\/[^/\s]+(\/\S+)/g)];
    expect(links).toHaveLength(operations.length);
    expect(links.map(([, path = ""]) => path).filter((path) => !pages.has(path))).toEqual([]);
  });

  test.each(operations.map((operation) => [operation.id, operation] as const))(
    "%s: signature, both call styles, curl, every declared status, limits and retries",
    (id, operation) => {
      const text = pageText(pages.get(`/reference/${provider}/${slug(id)}/`) ?? "");
      expect(text).toContain(`.${id}(`);
      expect(text).toContain(`.api.${operation.method}("${operation.path}"`);
      expect(text).toMatch(/curl (?:--request [A-Z]+ )?['"]https:/);
      for (const status of Object.keys(operation.errors ?? {})) {
        expect(text).toContain(`ApiError<${status}, `);
      }
      for (const name of Object.keys(operation.parameters ?? {})) expect(text).toContain(name);
      for (const limit of operation.rateLimits ?? []) expect(text).toContain(limit);
      expect(text).toContain("Retries");
    },
  );
});

test("every webhook event has a page with a sample payload: 33 of them", () => {
  const events = [...pages].filter(([path]) => /^\/reference\/[^/]+\/events\/./.test(path));
  expect(events).toHaveLength(33);
  for (const [path, html] of events) {
    const [, samples = ""] = html.split('id="samples"');
    expect.soft(pageText(samples), path).toMatch(/\{\s*"/);
  }
});

/** What a reader sees. */
function pageText(html: string): string {
  return html
    .replaceAll(/<div class="ec-line"[^>]*>/g, "\n")
    .replaceAll(/<(?:script|style)[^>]*>[^]*?<\/(?:script|style)>/g, "")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll(/&#x27;|&#39;|&apos;/g, "'")
    .replaceAll(/&quot;|&#34;|&#x22;/g, '"')
    .replaceAll(/&amp;|&#38;|&#x26;/g, "&");
}
