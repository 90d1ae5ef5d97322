import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

/**
 * Gives every page a Content-Security-Policy: what it is made of comes from this site, and it can
 * send to this site and to this machine only. Inline scripts are allowed one by one, by their hashes.
 */
export function contentSecurityPolicy(): AstroIntegration {
  return {
    name: "content-security-policy",
    hooks: {
      "astro:build:done": ({ dir }) => {
        const folder = fileURLToPath(dir);
        const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
          file.endsWith(".html"),
        );
        for (const page of pages) {
          const file = join(folder, page);
          writeFileSync(file, withPolicy(readFileSync(file, "utf8")));
        }
      },
    },
  };
}

/** A page with its policy as the first thing in its head: it holds for what comes after it. */
export function withPolicy(html: string): string {
  const policy = policyOf(inlineScripts(html)).replaceAll('"', "&quot;");
  return html.replace(
    /<head>/,
    () => `<head><meta http-equiv="content-security-policy" content="${policy}">`,
  );
}

function policyOf(scripts: readonly string[]): string {
  const hashes = [...new Set(scripts)].map(
    (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return [
    "default-src 'self'",
    // The search is compiled to WebAssembly.
    `script-src 'self' 'wasm-unsafe-eval' ${hashes.join(" ")}`.trim(),
    // Highlighted code has a style attribute for each token.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    // The console sends to a mock that its reader has started.
    "connect-src 'self' http://127.0.0.1:* http://localhost:*",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}

/** The scripts that are written in a page; data that is kept in a script element is none. */
function inlineScripts(html: string): readonly string[] {
  return [...html.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)]
    .filter(([, attributes = ""]) => !/\ssrc=|type="application\//.test(attributes))
    .map(([, , text = ""]) => text);
}
