/** What a {@link BufferedResponse} is made of. */
export interface BufferedResponseInit {
  readonly status: number;
  readonly statusText?: string;
  readonly headers: Headers;
  readonly url?: string;
  /** The whole body, decoded when it is text. */
  readonly content: string | ArrayBuffer;
}

/**
 * An answer whose body has been read already.
 *
 * It is what the rest of the pipeline sees: reading it cannot stall, fail or hold a socket, and it
 * costs no second `new Response` (10 us on Node 24, more than all the rest of a call).
 */
export class BufferedResponse implements Response {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly url: string;
  readonly redirected = false;
  readonly type = "basic";
  readonly #content: string | ArrayBuffer;
  #native: Response | undefined;

  constructor(init: BufferedResponseInit) {
    joinPlatformResponse();
    this.status = init.status;
    this.statusText = init.statusText ?? "";
    this.headers = init.headers;
    this.url = init.url ?? "";
    this.#content = init.content;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    this.#native ??= this.#toResponse();
    return this.#native.body;
  }

  get bodyUsed(): boolean {
    return this.#native?.bodyUsed ?? false;
  }

  async text(): Promise<string> {
    return typeof this.#content === "string"
      ? this.#content
      : new TextDecoder().decode(this.#content);
  }

  // The return type is that of the platform's own Response.json().
  // oxlint-disable-next-line typescript/no-explicit-any
  async json(): Promise<any> {
    return JSON.parse(await this.text());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    // A copy: what a reader does to its bytes must not change the next reader's.
    return typeof this.#content === "string"
      ? new TextEncoder().encode(this.#content)
      : new Uint8Array(this.#content.slice(0));
  }

  async blob(): Promise<Blob> {
    return new Blob([this.#content], { type: this.headers.get("content-type") ?? "" });
  }

  formData(): Promise<FormData> {
    return this.#toResponse().formData();
  }

  clone(): Response {
    return new BufferedResponse({
      status: this.status,
      statusText: this.statusText,
      headers: new Headers(this.headers),
      url: this.url,
      content: this.#content,
    });
  }

  /** For what is rarely asked: the same content as the platform's own Response. */
  #toResponse(): Response {
    // The platform refuses a body, even an empty one, for these statuses (WHATWG Fetch, null body status).
    const nullBody = [101, 103, 204, 205, 304].includes(this.status);
    return new Response(nullBody ? null : this.#content, { headers: this.headers });
  }
}

let joined = false;

/**
 * Makes `instanceof Response` true, as openapi-fetch and middlewares ask for it. Done at the first
 * answer: touching the platform's Response while a module loads costs 66 ms on Node.
 */
function joinPlatformResponse(): void {
  if (joined) return;
  joined = true;
  Object.setPrototypeOf(BufferedResponse.prototype, Response.prototype);
}
