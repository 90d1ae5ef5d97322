import { kebabCase } from "./names.js";

/** Where the documentation site is published. */
const DOCUMENTATION_SITE = "https://parley.example";

/** The page of a method: `https://parley.example/reference/respond-io/contacts-get/`. */
export function methodPage(provider: string, methodId: string): string {
  return `${DOCUMENTATION_SITE}/reference/${provider}/${kebabCase(methodId)}/`;
}
