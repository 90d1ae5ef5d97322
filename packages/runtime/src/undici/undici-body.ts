import type { Transform } from "node:stream";
import type { BodyChunk, BodyReader } from "../http/body-reader.js";

/** A body on its way from undici to who reads it. */
export interface UndiciBody extends BodyReader {
  push(chunk: Uint8Array): void;
  end(): void;
  fail(error: unknown): void;
}

/** What can hold the socket back. */
interface Flow {
  pause(): void;
  resume(): void;
}

// The most that is kept of a body that nobody reads yet: what a web stream of Node keeps.
const HIGH_WATER_MARK = 65_536;

/**
 * Makes a body that keeps what comes until it is read, and holds the socket back when that is much.
 *
 * @param flow - What sends the chunks.
 * @param abort - Ends the request, as nobody wants the rest.
 * @param createUnpacker - Makes what unpacks the body, where it is compressed.
 */
export function createUndiciBody(
  flow: Flow,
  abort: (reason: unknown) => void,
  createUnpacker: (() => Transform) | undefined,
): UndiciBody {
  return createUnpacker === undefined
    ? createQueue(flow, abort)
    : createUnpackedBody(flow, abort, createUnpacker);
}

function createUnpackedBody(
  flow: Flow,
  abort: (reason: unknown) => void,
  createUnpacker: () => Transform,
): UndiciBody {
  let unpacker: Transform | undefined;
  let over = false;
  // A few bytes can unpack to very many: what is unpacked is held back, not only what comes.
  const queue = createQueue(
    { pause: () => unpacker?.pause(), resume: () => unpacker?.resume() },
    abort,
  );
  const close = (act: () => void) => {
    if (over) return;
    over = true;
    act();
  };
  const startUnpacker = () =>
    createUnpacker()
      .on("data", (chunk: Uint8Array) => queue.push(chunk))
      .on("drain", () => flow.resume())
      .on("end", () => close(() => queue.end()))
      .on("error", (error) =>
        close(() => {
          queue.fail(error);
          abort(error);
        }),
      );
  return {
    read: () => queue.read(),
    cancel(reason) {
      over = true;
      unpacker?.destroy();
      return queue.cancel(reason);
    },
    push(chunk) {
      if (over) return;
      unpacker ??= startUnpacker();
      if (!unpacker.write(chunk)) flow.pause();
    },
    end() {
      // A body of no bytes is none that could be unpacked, whatever its coding is said to be.
      if (unpacker === undefined) close(() => queue.end());
      else unpacker.end();
    },
    fail: (error) =>
      close(() => {
        unpacker?.destroy();
        queue.fail(error);
      }),
  };
}

function createQueue(flow: Flow, abort: (reason: unknown) => void): UndiciBody {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  let paused = false;
  let failure: { readonly error: unknown } | undefined;
  let waiting: { resolve(chunk: BodyChunk): void; reject(error: unknown): void } | undefined;

  const finish = () => {
    ended = true;
    waiting?.resolve({ done: true, value: undefined });
    waiting = undefined;
  };
  return {
    read() {
      const chunk = chunks.shift();
      if (chunk !== undefined) {
        size -= chunk.byteLength;
        if (paused && size < HIGH_WATER_MARK) {
          paused = false;
          flow.resume();
        }
        return { done: false, value: chunk as Uint8Array<ArrayBuffer> };
      }
      if (failure) return Promise.reject(failure.error);
      if (ended) return { done: true, value: undefined };
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      });
    },
    cancel(reason) {
      if (!ended && !failure) abort(reason);
      chunks.length = 0;
      finish();
      return Promise.resolve();
    },
    push(chunk) {
      if (waiting) {
        waiting.resolve({ done: false, value: chunk as Uint8Array<ArrayBuffer> });
        waiting = undefined;
        return;
      }
      chunks.push(chunk);
      size += chunk.byteLength;
      if (paused || size < HIGH_WATER_MARK) return;
      paused = true;
      flow.pause();
    },
    end: finish,
    fail(error) {
      if (ended || failure) return;
      failure = { error };
      waiting?.reject(error);
      waiting = undefined;
    },
  };
}
