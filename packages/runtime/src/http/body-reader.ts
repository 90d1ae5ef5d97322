/** What is read of a body at once. */
export type BodyChunk = ReadableStreamReadResult<Uint8Array<ArrayBuffer>>;

/** The reader of a web stream, or one that gives without a promise what is there already. */
export interface BodyReader {
  read(): BodyChunk | Promise<BodyChunk>;
  cancel(reason?: unknown): Promise<void>;
}
