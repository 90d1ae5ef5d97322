import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Files } from "./documents.test-helpers.js";
import { runTasks, type Outcome, type Task } from "./run-tasks.test-helpers.js";

/** A folder in which descriptions are generated from, each in a folder of its own, by its number. */
export interface Workshop {
  readonly folder: string;
  /** Generates from each description; how it went, by the description's name. */
  generateAll(descriptions: Readonly<Record<string, unknown>>): Promise<Map<string, Outcome>>;
  importAll(files: readonly string[]): Promise<Outcome>;
  write(file: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

export async function workshop(): Promise<Workshop> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "parley-hostile-")));
  return {
    folder,
    async generateAll(descriptions) {
      const tasks: Task[] = [];
      for (const [index, content] of Object.values(descriptions).entries()) {
        const description = join(folder, String(index), "description");
        await mkdir(description, { recursive: true });
        for (const [name, text] of Object.entries(filesOf(content))) {
          const written = typeof text === "string" ? text : JSON.stringify(text);
          await writeFile(join(description, name), written);
        }
        const output = join(folder, String(index), "generated");
        tasks.push({ kind: "generate", description, output });
      }
      const outcomes = await runTasks(tasks, folder);
      return new Map(
        Object.keys(descriptions).flatMap((name, index): [string, Outcome][] => {
          const outcome = outcomes[index];
          return outcome === undefined ? [] : [[name, outcome]];
        }),
      );
    },
    async importAll(files) {
      const [outcome] = await runTasks([{ kind: "import", files }], folder);
      return outcome ?? { kind: "crashed", message: "There was no answer." };
    },
    write: (file, text) => writeFile(join(folder, file), text),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A description is its own file, as text or as data, unless it is several files. */
function filesOf(content: unknown): Files {
  const isFiles =
    typeof content === "object" &&
    content !== null &&
    ("openapi.yaml" in content || "openapi.json" in content);
  // They are what `documents` has.
  return isFiles ? content : { "openapi.yaml": content };
}
