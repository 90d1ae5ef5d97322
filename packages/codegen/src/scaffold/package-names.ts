import type { Model } from "../model/model.js";

/** What the files of a package call their provider. */
export interface PackageNames {
  /** `acme-chat`. */
  readonly provider: string;
  /** `Acme Chat`, safe in a comment and in Markdown. */
  readonly title: string;
  /** `AcmeChat`. */
  readonly typeName: string;
  /** `createAcmeChat`. */
  readonly factory: string;
  /** `@parley/acme-chat`. */
  readonly packageName: string;
  /** The variable that examples hold a client in. */
  readonly variable: string;
}

/** The names that a model gives to its package. */
export function packageNames({ provider }: Model, scope: string): PackageNames {
  const { name, typeName } = provider;
  return {
    provider: name,
    title: provider.title.replaceAll(/[^\p{L}\p{N} .,'&()+-]/gu, "").trim() || typeName,
    typeName,
    factory: `create${typeName}`,
    packageName: `${scope}/${name}`,
    variable: typeName.charAt(0).toLowerCase() + typeName.slice(1),
  };
}
