/** What somebody is to be told. */
export interface Notification {
  /** Yours, one for each notification: what it is remembered by. */
  readonly id: string;
  /** In E.164 form: `+12025550143`. */
  readonly phone: string;
  readonly text: string;
}

/** Reads one line of input. */
export function parseNotification(line: string): Notification {
  const value: unknown = JSON.parse(line);
  if (typeof value === "object" && value !== null) {
    const { id, phone, text }: Partial<Record<string, unknown>> = value;
    if (typeof id === "string" && typeof phone === "string" && typeof text === "string") {
      if (/^\+[1-9]\d{6,14}$/.test(phone)) return { id, phone, text };
      throw new Error(`notification ${id}: its phone is not in E.164 form, such as +12025550143`);
    }
  }
  throw new Error('a line has to be {"id": "…", "phone": "+…", "text": "…"}');
}
