import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { serveFolder, type StaticServer } from "./static-server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the site is served that the tests share. */
    readonly origin: string;
  }
}

let server: StaticServer | undefined;

export async function setup(project: TestProject): Promise<void> {
  const folder = join(import.meta.dirname, "..", "dist");
  if (!existsSync(join(folder, "index.html"))) {
    throw new Error("There is no site to test in docs/dist: run pnpm docs:build.");
  }
  server = await serveFolder(folder);
  project.provide("origin", server.origin);
}

export async function teardown(): Promise<void> {
  await server?.close();
}
