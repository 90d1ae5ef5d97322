import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createDeferred } from "../test-helpers/deferred.js";
import { flush } from "../test-helpers/fake-clock.js";
import { type AccessToken, createMemoryTokenStore } from "./token-store.js";

const anyToken = () => true;
const tokenOf = (value: string): AccessToken => ({ value, issuedAt: 0, lifetime: 1000 });
const isOther = ({ value }: AccessToken) => value === "token-2";
const nobody = () => Promise.reject(new Error("It should not have asked."));

describe("the memory store of tokens", () => {
  it("asks once for all who obtain at once, and keeps what it is given", async () => {
    const store = createMemoryTokenStore();
    const { promise, resolve } = createDeferred<AccessToken>();
    const calls = [store.obtain("a", anyToken, () => promise), store.obtain("a", anyToken, nobody)];
    resolve(tokenOf("token-1"));
    expect(await Promise.all(calls)).toEqual([tokenOf("token-1"), tokenOf("token-1")]);
    expect(store.get("a")).toEqual(tokenOf("token-1"));
    expect(store.get("b")).toBeUndefined();
    expect(await store.obtain("a", anyToken, nobody)).toEqual(tokenOf("token-1"));
  });

  it("asks for another where the one that is kept, or under way, will not do", async () => {
    const store = createMemoryTokenStore();
    const { promise, resolve } = createDeferred<AccessToken>();
    const first = store.obtain("a", anyToken, () => promise);
    const choosy = [1, 2].map((count) =>
      count === 1
        ? store.obtain("a", isOther, async () => tokenOf("token-2"))
        : store.obtain("a", isOther, nobody),
    );
    await flush();
    resolve(tokenOf("token-1"));
    expect((await first).value).toBe("token-1");
    expect((await Promise.all(choosy)).map(({ value }) => value)).toEqual(["token-2", "token-2"]);
  });

  it("keeps nothing where asking fails: those that wait fail, and the next one asks", async () => {
    const store = createMemoryTokenStore();
    const failing = [1, 2].map(() =>
      store.obtain("a", anyToken, () => Promise.reject(new Error("refused"))),
    );
    for (const result of await Promise.allSettled(failing)) expect(result.status).toBe("rejected");
    expect((await store.obtain("a", anyToken, async () => tokenOf("token-1"))).value).toBe(
      "token-1",
    );
  });

  it("shows no token by inspection", async () => {
    const store = createMemoryTokenStore();
    await store.obtain("a", anyToken, async () => tokenOf("canary"));
    expect(inspect(store, { depth: 9, showHidden: true })).not.toContain("canary");
  });
});
