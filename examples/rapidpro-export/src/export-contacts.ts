import { open } from "node:fs/promises";
import type { RapidPro } from "@parley/rapidpro";
import type { Progress } from "./progress-bar.ts";
import { type ExportState, readState, writeState } from "./state-file.ts";

/** What {@link exportContacts} takes. */
export interface ExportOptions {
  readonly rapidpro: RapidPro;
  /** The file that gets one line of JSON for each contact. */
  readonly output: string;
  /** The file that says how far the export has come. */
  readonly state: string;
  /** Only contacts of this group, by its name. */
  readonly group?: string | undefined;
  /** Stops after the page that is being written. */
  readonly signal?: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Exports contacts page by page, and goes on where an earlier run has stopped. One page is in memory
 * at a time.
 *
 * A page counts once it is on the disk and the state says so. What a run wrote beyond that is cut
 * off by the next one, so that no contact is lost, and none is there twice by our doing. A contact
 * that changes during the export moves to the front of RapidPro's list and may be missed or doubled.
 *
 * @throws What calls throw; the export can be resumed after any of it.
 */
export async function exportContacts(options: ExportOptions): Promise<ExportState> {
  const { rapidpro, group, signal, onProgress } = options;
  let state = (await readState(options.state)) ?? { group, bytes: 0, contacts: 0, done: false };
  if (state.group !== group) {
    throw new Error(
      `${options.state} is of an export of ${state.group ?? "all contacts"}; name the same group, or another state file.`,
    );
  }
  if (state.done) return state;

  // RapidPro counts the contacts of a group, and of nothing else.
  const total =
    group === undefined
      ? undefined
      : (await rapidpro.groups.get({ name: group }, { signal })).count;
  const { cursor, contacts: before } = state;
  await using output = await open(options.output, cursor === undefined ? "w" : "r+");
  await output.truncate(state.bytes);

  const pages = rapidpro.contacts
    .list(
      { group, cursor },
      {
        signal,
        onPage: ({ number, itemsSoFar }) =>
          onProgress({ page: number, contacts: before + itemsSoFar, total }),
      },
    )
    .pages();
  for await (const page of pages) {
    const lines = Buffer.from(page.items.map((contact) => `${JSON.stringify(contact)}\n`).join(""));
    await output.write(lines, 0, lines.byteLength, state.bytes);
    await output.datasync();
    state = {
      group,
      cursor: page.cursor,
      bytes: state.bytes + lines.byteLength,
      contacts: before + page.itemsSoFar,
      done: !page.hasNext,
    };
    await writeState(options.state, state);
  }
  return state;
}
