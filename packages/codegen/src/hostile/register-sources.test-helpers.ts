/** Lets Node run this package's sources as they are: their imports name the compiled modules. */
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

registerHooks({
  resolve(specifier, context, next) {
    // Generated code is imported where no package is installed.
    const [, module = ""] = /^@parley\/runtime(?:\/(.+))?$/.exec(specifier) ?? [];
    if (specifier.startsWith("@parley/runtime")) {
      const source = `../../../runtime/src/${module === "" ? "index" : module}.ts`;
      return next(new URL(source, import.meta.url).href, context);
    }
    if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.startsWith("file:") === true) {
      const source = new URL(specifier.replace(/\.js$/, ".ts"), context.parentURL);
      if (existsSync(fileURLToPath(source))) return next(source.href, context);
    }
    return next(specifier, context);
  },
});
