import { ConfigurationError } from "@parley/runtime";

/** 32 bytes: as they are, or in base64. */
export type EncryptionKey = string | Uint8Array;

/** Makes texts unreadable to those who read Redis. */
export interface TokenCipher {
  /** @param name - Where the text is kept: it can be read under that name alone. */
  seal(text: string, name: string): Promise<string>;
  /** The text; undefined where none of the keys fits, or it was changed or moved. */
  open(sealed: string, name: string): Promise<string | undefined>;
}

// NIST SP 800-38D section 8.2: 96 bits, never the same twice under one key; random ones stay apart
// for 2^32 tokens.
const IV_LENGTH = 12;

const KEY_LENGTH = 32;

/** Says what the rest is, so that a later form can be told from this one. */
const FORM = "aes-256-gcm:";

/**
 * AES-256-GCM by WebCrypto.
 *
 * @param given - The first key seals; all of them open, so that keys can be changed one by one.
 * @throws ConfigurationError - there is none, or one that is no key.
 */
export function createTokenCipher(given: EncryptionKey | readonly EncryptionKey[]): TokenCipher {
  const keys = toList(given).map(readKey);
  if (keys.length === 0) throw keyError("is empty");
  let imported: Promise<readonly CryptoKey[]> | undefined;
  const importKeys = () =>
    (imported ??= Promise.all(
      // Not extractable: nobody can read it back out of the object.
      keys.map((key) =>
        crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]),
      ),
    ));

  return {
    async seal(text, name) {
      const [key] = await importKeys();
      if (key === undefined) throw keyError("is empty");
      const iv = crypto.getRandomValues(new Uint8Array(IV_LENGTH));
      const data = await crypto.subtle.encrypt(algorithm(iv, name), key, Buffer.from(text));
      return FORM + Buffer.concat([iv, Buffer.from(data)]).toString("base64");
    },
    async open(sealed, name) {
      if (!sealed.startsWith(FORM)) return undefined;
      const bytes = Buffer.from(sealed.slice(FORM.length), "base64");
      const iv = bytes.subarray(0, IV_LENGTH);
      for (const key of await importKeys()) {
        try {
          const data = bytes.subarray(IV_LENGTH);
          const text = await crypto.subtle.decrypt(algorithm(iv, name), key, data);
          return Buffer.from(text).toString();
        } catch {
          // It was sealed with another key.
        }
      }
      return undefined;
    },
  };
}

/** Leaves texts as they are. */
export const noCipher: TokenCipher = {
  seal: async (text) => text,
  open: async (sealed) => (sealed.startsWith(FORM) ? undefined : sealed),
};

function algorithm(iv: Uint8Array<ArrayBuffer>, name: string) {
  return { name: "AES-GCM", iv, additionalData: Buffer.from(name) };
}

function toList(given: EncryptionKey | readonly EncryptionKey[]): readonly EncryptionKey[] {
  return typeof given === "string" || given instanceof Uint8Array ? [given] : given;
}

function readKey(key: unknown): Uint8Array<ArrayBuffer> {
  // A copy: what the caller does with its own bytes later is no matter.
  const bytes =
    key instanceof Uint8Array
      ? Uint8Array.from(key)
      : typeof key === "string" && /^[A-Za-z0-9+/_-]{43}=?$/.test(key)
        ? Uint8Array.from(Buffer.from(key, "base64"))
        : undefined;
  if (bytes?.length === KEY_LENGTH) return bytes;
  throw keyError("is no key of 32 bytes");
}

function keyError(problem: string): ConfigurationError {
  // The key itself is never shown.
  return new ConfigurationError(
    `Option "encryptionKey" ${problem}; give 32 random bytes or their base64, as "openssl rand -base64 32" prints them.`,
  );
}
