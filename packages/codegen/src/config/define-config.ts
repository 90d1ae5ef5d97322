/**
 * How `parley` finds its way in a repository: what `parley.config.ts` exports. Every key may be
 * left out; the defaults are the layout of Parley's own repository.
 */
export interface ParleyConfig {
  /** The folder of the descriptions, from the config file's folder on. Default: `specs`. */
  readonly specs?: string | undefined;
  /** The folder of the packages, from the config file's folder on. Default: `packages`. */
  readonly packages?: string | undefined;
  /** The npm scope of new packages. Default: `@parley`. */
  readonly scope?: string | undefined;
  /**
   * Where the reference of the packages is published, which generated doc comments link to:
   * `https://docs.example.com`. Default: none, and no links.
   */
  readonly documentationSite?: string | undefined;
}

/**
 * Gives a `parley.config.ts` its types, and is nothing else: what it is given it returns.
 *
 * @example
 * ```ts
 * import { defineConfig } from "@parley/codegen";
 *
 * export default defineConfig({ specs: "apis", packages: "clients", scope: "@acme" });
 * ```
 */
export function defineConfig(config: ParleyConfig): ParleyConfig {
  return config;
}
