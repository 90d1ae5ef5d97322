import type { ProviderReference } from "./reference.ts";

/** A snippet as a file to compile. */
export interface SnippetFile {
  /** Below a folder of their own: `sinch/messages.send.minimal.path.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Every snippet in TypeScript that a provider's reference shows. */
export function snippetFiles(reference: ProviderReference): readonly SnippetFile[] {
  return [
    ...reference.methods.flatMap(({ id, calls }) =>
      calls.flatMap((call) => [
        { path: `${reference.name}/${id}.${call.name}.method.ts`, text: call.method },
        { path: `${reference.name}/${id}.${call.name}.path.ts`, text: call.path },
      ]),
    ),
    ...reference.events.map(({ name, handler }) => ({
      path: `${reference.name}/event.${name}.ts`,
      text: handler,
    })),
  ];
}
