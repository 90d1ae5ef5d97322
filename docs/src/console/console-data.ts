/** What the console of a method's page has to know; it is fetched when the console is opened. */
export interface ConsoleData {
  /** As in `@parley/<provider>`. */
  readonly provider: string;
  /** `messages.send` */
  readonly method: string;
  /** The path of the description's first server: `/v2`. */
  readonly basePath: string;
  readonly calls: readonly {
    readonly name: string;
    readonly parameters: Readonly<Record<string, unknown>>;
  }[];
  /** The answers that the description has as examples. */
  readonly answers: readonly RecordedAnswer[];
  /** What a caller gets by status: `200` to `MessageReference`. */
  readonly types: Readonly<Record<string, string>>;
  /** The properties of the body that are files. */
  readonly files: readonly string[];
}

/** An answer as the description has it. */
export interface RecordedAnswer {
  readonly status: number;
  /** As in `Prefer: example=<name>`. */
  readonly name: string;
  readonly contentType: string;
  readonly body: unknown;
}
