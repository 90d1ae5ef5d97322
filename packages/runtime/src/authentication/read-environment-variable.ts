/** Reads an environment variable where the platform has any; undefined where it is absent or empty. */
export function readEnvironmentVariable(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  // Browsers and some edge runtimes have no `process`.
  const { process } = globalThis as {
    readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
  };
  return process?.env?.[name] || undefined;
}
