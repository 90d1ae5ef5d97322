/**
 * The last part of a method's address: `autoSummary.createFreeText` is at
 * `auto-summary-create-free-text`, as the doc comments of the generated clients link to it.
 */
export function slug(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1-$2")
    .replaceAll(/[^A-Za-z\d]+/g, "-")
    .toLowerCase();
}
