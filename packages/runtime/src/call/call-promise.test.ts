import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { flush } from "../test-helpers/fake-clock.js";
import { CallPromise } from "./call-promise.js";

const response = new Response(null, { status: 201 });
const fine = () => new CallPromise(Promise.resolve({ data: "data", response }));
const failure = new Error("broken");
const broken = () => new CallPromise<string>(Promise.reject(failure));

describe("CallPromise", () => {
  it("gives the data when it is awaited", async () => {
    expect(await fine()).toBe("data");
  });

  it("gives data and response together", async () => {
    const { data, response: given } = await fine().withResponse();
    expect(data).toBe("data");
    expect(given).toBe(response);
  });

  it("rejects with the call's own error, whichever way it is asked", async () => {
    await expect(broken()).rejects.toBe(failure);
    await expect(broken().withResponse()).rejects.toBe(failure);
    await expect(broken().then((data) => data)).rejects.toBe(failure);
    await expect(broken().finally(() => undefined)).rejects.toBe(failure);
  });

  it("has then(), like any promise", async () => {
    expect(await fine().then((data) => data.length)).toBe(4);
    expect(await fine().then(() => Promise.resolve("other"))).toBe("other");
    expect(await fine().then(undefined)).toBe("data");
    expect(await fine().then(null, null)).toBe("data");
    expect(await broken().then(undefined, (reason: unknown) => reason)).toBe(failure);
    await expect(
      fine().then(() => {
        throw failure;
      }),
    ).rejects.toBe(failure);
  });

  it("has catch(), like any promise", async () => {
    expect(await fine().catch(() => "caught")).toBe("data");
    expect(await broken().catch(() => "caught")).toBe("caught");
    await expect(broken().catch(undefined)).rejects.toBe(failure);
  });

  it("has finally(), like any promise", async () => {
    const last = vi.fn<() => string>(() => "ignored");
    expect(await fine().finally(last)).toBe("data");
    await expect(broken().finally(last)).rejects.toBe(failure);
    expect(last).toHaveBeenCalledTimes(2);
    expect(last).toHaveBeenCalledWith();
    expect(await fine().finally(undefined)).toBe("data");
  });

  it("is one promise among others", async () => {
    expect(await Promise.all([fine(), fine()])).toEqual(["data", "data"]);
    expect(await Promise.race([fine(), new Promise(() => undefined)])).toBe("data");
    expect(Object.prototype.toString.call(fine())).toBe("[object Promise]");
  });

  it("can be asked more than once, in several ways", async () => {
    const promise = fine();
    expect(await promise).toBe("data");
    expect(await promise).toBe("data");
    expect((await promise.withResponse()).data).toBe("data");
  });

  describe("leaves no unhandled rejection", () => {
    const unhandled = vi.fn<(reason: unknown) => void>();

    beforeEach(() => {
      unhandled.mockReset();
      process.on("unhandledRejection", unhandled);
    });

    afterEach(() => {
      process.off("unhandledRejection", unhandled);
    });

    it.each<[string, (promise: CallPromise<string>) => PromiseLike<unknown>]>([
      ["the response", (promise) => promise.withResponse()],
      ["the data", (promise) => promise],
      ["catch()", (promise) => promise.catch((reason: unknown) => Promise.reject(reason))],
      ["finally()", (promise) => promise.finally(undefined)],
    ])("when only %s is asked for, and its failure handled", async (_name, ask) => {
      const handled = vi.fn<(reason: unknown) => void>();
      const promise = broken();
      ask(promise).then(undefined, handled);
      await flush();
      await flush();
      expect(handled).toHaveBeenCalledExactlyOnceWith(failure);
      expect(unhandled).not.toHaveBeenCalled();
    });
  });
});
