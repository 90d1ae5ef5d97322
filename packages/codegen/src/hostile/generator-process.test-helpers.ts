/**
 * Runs in a process of its own, which may be ended at any time: generates from each folder that it
 * is sent, or imports each file, and says how it went.
 */
import { DescriptionError } from "../description-error.js";
import { generate } from "../generate.js";
import type { Answer, Outcome, Task } from "./run-tasks.test-helpers.js";

async function run(task: Task): Promise<Outcome> {
  const before = properties();
  const outcome = task.kind === "import" ? await importAll(task.files) : await generated(task);
  const added = properties().filter((name) => !before.includes(name));
  return added.length === 0
    ? outcome
    : { kind: "crashed", message: `It has added ${added.join(", ")} to what all code shares.` };
}

/** What code could leave behind for all other code. */
function properties(): string[] {
  return [globalThis, Object.prototype, Array.prototype, String.prototype, Function.prototype]
    .flatMap((object) => Reflect.ownKeys(object))
    .map(String);
}

async function generated({ description, output }: Task & { kind: "generate" }): Promise<Outcome> {
  try {
    const { warnings } = await generate({ description, output });
    return { kind: "generated", warnings };
  } catch (error) {
    if (error instanceof DescriptionError) return { kind: "refused", problems: error.problems };
    return {
      kind: "crashed",
      message: error instanceof Error ? String(error.stack) : String(error),
    };
  }
}

async function importAll(files: readonly string[]): Promise<Outcome> {
  for (const file of files) {
    try {
      await import(file);
    } catch (error) {
      return { kind: "crashed", message: `${file}: ${String(error)}` };
    }
  }
  return { kind: "generated", warnings: [] };
}

async function answer(task: Task): Promise<void> {
  const start = process.cpuUsage();
  const outcome = await run(task);
  const { user, system } = process.cpuUsage(start);
  const sent: Answer = { outcome, time: Math.round((user + system) / 1000) };
  process.send?.(sent);
}

process.on("message", (task: Task) => {
  void answer(task);
});

// What is loaded for the first description counts for none.
await Promise.all([import("../emit/schema.js"), import("../emit/validators.js")]);
