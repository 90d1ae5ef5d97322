/** A record that cannot be written fails no call. */
export function writeRecord(write: () => void): void {
  try {
    write();
  } catch {
    // There is no other place to tell of it.
  }
}
