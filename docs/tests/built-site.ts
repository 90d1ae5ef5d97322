import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder that `pnpm docs:build` writes. */
export const siteFolder: string = join(import.meta.dirname, "..", "dist");

/** A page of the built site. */
export interface BuiltPage {
  /** `/reference/sinch/messages-send/` */
  readonly path: string;
  readonly html: string;
}

/** Every page. */
export function builtPages(): readonly BuiltPage[] {
  return readdirSync(siteFolder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .map((file) => ({
      path: `/${file.replace(/index\.html$/, "")}`,
      html: readFileSync(join(siteFolder, file), "utf8"),
    }));
}
