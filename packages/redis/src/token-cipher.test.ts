import { randomBytes } from "node:crypto";
import { ConfigurationError } from "@parley/runtime";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTokenCipher, type EncryptionKey } from "./token-cipher.js";

const newKey = () => randomBytes(32).toString("base64");

describe("a token cipher", () => {
  it("opens what it has sealed, whatever the text", async () => {
    const cipher = createTokenCipher(newKey());
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        const sealed = await cipher.seal(text, "a");
        expect(await cipher.open(sealed, "a")).toBe(text);
      }),
    );
  });

  it("seals one text differently each time, and shows nothing of it", async () => {
    const cipher = createTokenCipher(newKey());
    const sealed = await Promise.all([cipher.seal("canary", "a"), cipher.seal("canary", "a")]);
    expect(new Set(sealed).size).toBe(2);
    const bytes = sealed.map((one) => Buffer.from(one.split(":")[1] ?? "", "base64").toString());
    expect([...sealed, ...bytes].join()).not.toContain("canary");
  });

  it("opens nothing that was changed in any byte, moved to another name, or sealed with another key", async () => {
    const cipher = createTokenCipher(newKey());
    const sealed = await cipher.seal("canary", "a");
    const [form = "", data = ""] = sealed.split(":");
    const bytes = Buffer.from(data, "base64");
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(await cipher.open(`${form}:${changed.toString("base64")}`, "a")).toBeUndefined();
    }
    expect(await cipher.open(sealed, "b")).toBeUndefined();
    expect(await createTokenCipher(newKey()).open(sealed, "a")).toBeUndefined();
    for (const broken of ["", "canary", "aes-256-gcm:", "aes-256-gcm:AAAA", '{"value":"canary"}']) {
      expect(await cipher.open(broken, "a")).toBeUndefined();
    }
  });

  it("seals with the first of several keys, and opens with each of them", async () => {
    const [older, newer] = [newKey(), newKey()];
    const during = createTokenCipher([newer, older]);
    expect(await during.open(await createTokenCipher(older).seal("text", "a"), "a")).toBe("text");
    const sealed = await during.seal("text", "a");
    expect(await createTokenCipher(newer).open(sealed, "a")).toBe("text");
    expect(await createTokenCipher(older).open(sealed, "a")).toBeUndefined();
  });

  it("takes a key as bytes, and in either base64", async () => {
    const bytes = new Uint8Array(randomBytes(32));
    const forms = [
      bytes,
      Buffer.from(bytes).toString("base64"),
      Buffer.from(bytes).toString("base64url"),
    ];
    const sealed = await createTokenCipher(bytes).seal("text", "a");
    for (const form of forms) expect(await createTokenCipher(form).open(sealed, "a")).toBe("text");
  });

  it.each<[string, EncryptionKey | readonly EncryptionKey[]]>([
    ["nothing", ""],
    ["a password", "canary"],
    ["31 bytes", randomBytes(31).toString("base64")],
    ["33 bytes", randomBytes(33).toString("base64")],
    ["32 bytes in hexadecimal", "canary00".repeat(8)],
    ["16 bytes", new Uint8Array(16)],
    ["no key at all", []],
    ["a bad one among good ones", [newKey(), "canary"]],
  ])("refuses %s, unseen", (_name, key) => {
    expect(() => createTokenCipher(key)).toThrow(ConfigurationError);
    expect(() => createTokenCipher(key)).toThrow('Option "encryptionKey"');
    expect(() => createTokenCipher(key)).toThrow(expect.not.stringContaining("canary"));
  });
});
