/** `contacts.createOrUpdate`, `respond-io`, `simple_user`: each in PascalCase. */
export function pascalCase(name: string): string {
  return (
    name
      // `Größe` in two parts each: a letter of ASCII, and a mark that goes.
      .normalize("NFKD")
      .replace(/\p{Mark}+/gu, "")
      .split(/[^A-Za-z0-9]+/)
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join("")
  );
}

/** `contacts.createOrUpdate` as `contactsCreateOrUpdate`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** `contacts.createOrUpdate` as `contacts-create-or-update`. */
export function kebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(".", "-")
    .toLowerCase();
}

/** Names that every object has already, so that one of them as a key would be taken for it. */
export const INHERITED_NAMES: ReadonlySet<string> = new Set(
  Object.getOwnPropertyNames(Object.prototype),
);
