/** How to reach the registry that dependencies come from: all that npm needs of its settings. */
const HOW_TO_REACH =
  /^npm_config_(?:registry|userconfig|proxy|https?[-_]proxy|no_?proxy|cafile|ca|strict[-_]ssl)$/i;

/**
 * This process's environment without the settings of the pnpm or npm that started it, which would
 * be taken for the settings of those that it starts.
 *
 * @param keep - `nothing`: not even how to reach a registry, for where there is one to be reached only.
 */
export function npmEnvironment(keep: "registry" | "nothing"): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^p?npm_/i.test(name) || (keep === "registry" && HOW_TO_REACH.test(name)),
    ),
  );
}
