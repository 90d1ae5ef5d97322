import { kebabCase } from "./names.js";

/**
 * The page of a method: `https://docs.example.com/reference/respond-io/contacts-get/`.
 *
 * @param site - Where the reference is published, without a slash at its end.
 */
export function methodPage(site: string, provider: string, methodId: string): string {
  return `${site}/reference/${provider}/${kebabCase(methodId)}/`;
}
