import type { BodyReader } from "../http/body-reader.js";
import { cancelBody } from "../http/cancel-body.js";
import { type UndiciFields, UndiciHeaders } from "./undici-headers.js";

/** The head of an answer as undici gives it. */
export interface UndiciHead {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly fields: UndiciFields;
}

/**
 * An answer of undici in the shape of a `Response`.
 *
 * The pipeline reads it by {@link getBodyReader}, which costs no web stream; every other member does
 * what the platform's does, by way of a real `Response` that is made when it is first asked for.
 */
export class UndiciResponse implements Response {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: Headers;
  readonly redirected = false;
  readonly type = "basic";
  readonly #reader: BodyReader;
  #native: Response | undefined;

  constructor({ status, statusText, url, fields }: UndiciHead, reader: BodyReader) {
    this.status = status;
    this.statusText = statusText;
    this.url = url;
    this.headers = new UndiciHeaders(fields);
    this.#reader = reader;
  }

  /** The body, for who reads it all: without a web stream, unless there is one already. Once only. */
  getBodyReader(): BodyReader {
    // Who has looked at the body or cloned it has made a stream of it, which alone has all of it.
    return this.#native?.body?.getReader() ?? this.#reader;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get body(): Response["body"] {
    return this.#response().body;
  }

  get bodyUsed(): boolean {
    return this.#native?.bodyUsed ?? false;
  }

  text(): Promise<string> {
    return this.#response().text();
  }

  // The return type is that of the platform's own Response.json().
  // oxlint-disable-next-line typescript/no-explicit-any
  json(): Promise<any> {
    return this.#response().json();
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#response().arrayBuffer();
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.arrayBuffer());
  }

  blob(): Promise<Blob> {
    return this.#response().blob();
  }

  formData(): Promise<FormData> {
    return this.#response().formData();
  }

  clone(): Response {
    const clone = this.#response().clone();
    // One that is made by hand has none.
    return Object.defineProperty(clone, "url", { value: this.url });
  }

  #response(): Response {
    this.#native ??= new Response(this.#stream(), {
      status: this.status,
      statusText: this.statusText,
      headers: this.headers,
    });
    return this.#native;
  }

  #stream(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    // The platform refuses a body, even an empty one, for these statuses (WHATWG Fetch, null body status).
    const reader = this.#reader;
    if ([204, 205, 304].includes(this.status)) {
      // What a server sends nevertheless is nobody's, and would hold the socket.
      cancelBody(reader);
      return null;
    }
    return new ReadableStream({
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        // What undici gives is a Buffer, which prints and slices otherwise.
        else controller.enqueue(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }
}
