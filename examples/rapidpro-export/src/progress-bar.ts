/** What a progress bar shows. */
export interface Progress {
  /** Which page of this run is being written, from 1. */
  readonly page: number;
  /** Contacts up to the end of that page, those of earlier runs included. */
  readonly contacts: number;
  /** Contacts that there are; absent where nobody counts them. */
  readonly total?: number | undefined;
}

const WIDTH = 30;

/** One line: a bar where the total is known, else a count. */
export function renderProgress({ page, contacts, total }: Progress): string {
  const count = `${contacts.toLocaleString("en")} contacts, page ${page}`;
  if (total === undefined || total === 0) return count;
  // Contacts join the group while it is exported.
  const share = Math.min(1, contacts / total);
  const filled = Math.round(share * WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
  return `${bar} ${Math.floor(share * 100)} %, ${count}`;
}

/** Draws on one line of a terminal; on anything else, such as a log, one line a page. */
export function createProgressBar(stream: NodeJS.WriteStream): (progress: Progress) => void {
  return (progress) => {
    const line = renderProgress(progress);
    // Back to the first column, and erase what the last line had beyond this one.
    stream.write(stream.isTTY ? `\r${line}\u001B[K` : `${line}\n`);
  };
}
