// Compares the public API of each package with its report in release/api:
//
//   pnpm check:api
//   pnpm check:api --update   writes the reports: their difference is what a reviewer reads
//
// api-extractor reads the declarations that are built. The entries `./types` and `./validators` are
// generated from the descriptions, and compared by `pnpm check:changes`.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { publishedPackages, root, temporaryFolder } from "./packed-packages.ts";

const GENERATED = new Set(["./types", "./validators"]);

const isUpdate = process.argv.includes("--update");
const reports = join(root, "release", "api");
const made = temporaryFolder("api");
mkdirSync(reports, { recursive: true });

let problems = 0;
for (const { folder, name, manifest } of publishedPackages()) {
  for (const [entry, target] of Object.entries(manifest["exports"] ?? {})) {
    // A string has no declarations: it is a file of data.
    if (typeof target === "string" || GENERATED.has(entry)) continue;
    const { types } = target as { readonly types: string };
    const report = `${name.replace("@parley/", "")}${entry.slice(1).replace("/", ".")}`;
    const config = ExtractorConfig.prepare({
      configObjectFullPath: undefined,
      packageJsonFullPath: join(root, folder, "package.json"),
      configObject: {
        projectFolder: join(root, folder),
        mainEntryPointFilePath: join(root, folder, types),
        newlineKind: "lf",
        compiler: {
          overrideTsconfig: {
            compilerOptions: {
              target: "es2022",
              lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
              module: "nodenext",
              strict: true,
              skipLibCheck: true,
              types: ["node"],
            },
            files: [join(root, folder, types)],
          },
        },
        apiReport: {
          enabled: true,
          reportFileName: report,
          reportFolder: reports,
          reportTempFolder: made,
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
          // What is internal is not exported; types that only others name stay where they are.
          extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
          tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        },
      },
    });
    const { apiReportChanged, succeeded, errorCount } = Extractor.invoke(config, {
      localBuild: isUpdate,
      messageCallback: (message) => {
        message.handled = message.logLevel !== ExtractorLogLevel.Error;
      },
    });
    const committed = `release/api/${report}.api.md`;
    const isWrong = errorCount > 0 || (apiReportChanged && !isUpdate);
    if (isWrong) problems += 1;
    console.log(
      `${committed}: ${isWrong ? "DIFFERS" : apiReportChanged ? "written" : "as it was"}`,
    );
    if (apiReportChanged && !isUpdate) console.error(difference(report));
    if (!succeeded && errorCount > 0) console.error(`${committed}: ${errorCount} errors`);
  }
}
if (problems > 0) {
  console.error(
    "Where the change is meant: pnpm check:api --update, and a changeset that says it.",
  );
}
console.log(`${problems} problems`);
process.exitCode = problems === 0 ? 0 : 1;

/** The lines that are gone and those that are new, in the order of the reports. */
function difference(report: string): string {
  const lines = (folder: string) => {
    const file = join(folder, `${report}.api.md`);
    return existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  };
  const before = lines(reports);
  const after = lines(made);
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `  - ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `  + ${line}`),
  ].join("\n");
}
