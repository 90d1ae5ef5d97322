import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtPages, siteFolder } from "./built-site.ts";

const pages = new Map(builtPages().map(({ path, html }) => [path, html]));

test("no link of any page leads nowhere", () => {
  let count = 0;
  const anchors = new Map(
    [...pages].map(([path, html]) => [
      path,
      new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = ""]) => decode(id))),
    ]),
  );
  const broken = [...pages].flatMap(([path, html]) =>
    [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].flatMap(([, href = ""]) => {
      const target = new URL(decode(href), `https://site.invalid${path}`);
      if (target.host !== "site.invalid") return [];
      count += 1;
      const to = decodeURIComponent(target.pathname);
      const fragment = decodeURIComponent(target.hash.slice(1));
      const exists = pages.has(to) || (!to.endsWith("/") && existsSync(join(siteFolder, to)));
      if (!exists) return [`${path} -> ${href}`];
      const isThere = fragment === "" || anchors.get(to)?.has(fragment) !== false;
      return isThere ? [] : [`${path} -> ${href} (no such heading)`];
    }),
  );
  expect([...new Set(broken)]).toEqual([]);
  expect(count).toBeGreaterThan(pages.size * 5);
});

test("llms.txt leads to the Markdown of every page that it names", async () => {
  const { readFileSync } = await import("node:fs");
  const text = readFileSync(join(siteFolder, "llms.txt"), "utf8");
  const links = [...text.matchAll(/\]\((\/[^)]+)\)/g)].map(([, path = ""]) => path);
  expect(links.length).toBeGreaterThan(230);
  expect(links.filter((path) => !existsSync(join(siteFolder, path)))).toEqual([]);
});

function decode(text: string): string {
  return text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'");
}
