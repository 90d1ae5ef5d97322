/** The field lines of an answer as undici gives them: names in lower case, repeated ones a list. */
export type UndiciFields = Readonly<Record<string, string | string[] | undefined>>;

/**
 * The `Headers` of an answer of undici.
 *
 * The pipeline asks for a few fields and never for all: those are read from undici's own object, and
 * the platform's `Headers`, which cost more than the rest of an answer, are made for who wants more.
 */
export class UndiciHeaders implements Headers {
  readonly #fields: UndiciFields;
  #native: Headers | undefined;

  constructor(fields: UndiciFields) {
    this.#fields = fields;
  }

  get(name: string): string | null {
    const value = this.#fields[name.toLowerCase()];
    // What has been set or deleted, how lines are joined, and whether a field is called like what
    // every object has ("constructor"), is for the platform's to say.
    return this.#native || (typeof value !== "string" && value !== undefined)
      ? this.#all().get(name)
      : (value ?? null);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  append(name: string, value: string): void {
    this.#all().append(name, value);
  }

  delete(name: string): void {
    this.#all().delete(name);
  }

  set(name: string, value: string): void {
    this.#all().set(name, value);
  }

  getSetCookie(): string[] {
    return this.#all().getSetCookie();
  }

  forEach(
    callback: (value: string, name: string, headers: Headers) => void,
    thisArgument?: unknown,
  ): void {
    for (const [name, value] of this) callback.call(thisArgument, value, name, this);
  }

  entries(): HeadersIterator<[string, string]> {
    return this.#all().entries();
  }

  keys(): HeadersIterator<string> {
    return this.#all().keys();
  }

  values(): HeadersIterator<string> {
    return this.#all().values();
  }

  [Symbol.iterator](): HeadersIterator<[string, string]> {
    return this.entries();
  }

  #all(): Headers {
    if (this.#native) return this.#native;
    const headers = new Headers();
    for (const name in this.#fields) {
      const value = this.#fields[name];
      if (typeof value === "string") headers.append(name, value);
      else for (const line of value ?? []) headers.append(name, line);
    }
    this.#native = headers;
    return headers;
  }
}
