import { createRespondIo } from "@parley/respond-io";
import { expect, test, vi } from "vitest";
import { sendOrElse } from "./may-have-acted.js";
import { arrived, standIn } from "./providers.test-helpers.js";

test("the other way is taken only where the first did nothing", async () => {
  const mock = await standIn("respond-io");
  const respond = createRespondIo({ retry: false, rateLimit: false });
  const body = { message: { type: "text", text: "Hello" } } as const;
  const send = async (options?: { timeout: number }) => {
    const { messageId } = await respond.messages.send({ identifier: "id:1", body }, options);
    return `sent as ${messageId}`;
  };
  const otherwise = vi.fn<() => Promise<string>>(async () => "by the other way");

  mock.respondWith(
    "messages.send",
    {},
    { status: 404, body: { code: 404, message: "gone" } },
    { status: 500, body: { code: 500, message: "no" } },
  );
  expect(await sendOrElse(send, otherwise)).toMatch(/^sent as \d+$/);
  expect(otherwise).not.toHaveBeenCalled();
  expect(await sendOrElse(send, otherwise)).toBe("by the other way");
  await expect(sendOrElse(send, otherwise)).rejects.toMatchObject({ status: 500 });
  expect(arrived(mock)).toHaveLength(3);

  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  await expect(sendOrElse(() => send({ timeout: 1 }), otherwise)).rejects.toThrow("within 1 ms");
  expect(otherwise).toHaveBeenCalledTimes(1);
});
