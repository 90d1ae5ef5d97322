/** The page that shows a file of the repository, or the image that it is, if there is one. */
export function sitePage(file: string): string | undefined {
  // Written by `pnpm bench`, served by pages/peers.svg.ts.
  if (file === "bench/results/peers.svg") return "/peers.svg";
  const [, folder, name] = /^docs\/(adr|contributing|guides)\/(.+)\.md$/.exec(file) ?? [];
  if (folder === "adr" && name !== "0000-template") return `/decisions/${name}/`;
  if (folder === "contributing" || folder === "guides") return `/${folder}/${name}/`;
  const [, provider] = /^packages\/(asapp|rapidpro|respond-io|sinch)\/README\.md$/.exec(file) ?? [];
  if (provider !== undefined) return `/reference/${provider}/`;
  if (file === "docs/dependencies.md") return "/contributing/dependencies/";
  if (file === "specs/README.md") return "/contributing/descriptions/";
  return file === "CONTRIBUTING.md" ? "/contributing/overview/" : undefined;
}
