import { slug } from "./slug.ts";

/** The path of a type's page. */
export function typePage(provider: string, name: string): string {
  return `/reference/${provider}/types/${slug(name)}/`;
}
