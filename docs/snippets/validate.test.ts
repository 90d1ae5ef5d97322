import { expect, test, vi } from "vitest";
import { arrived, standIn } from "./providers.test-helpers.js";
import { validated, validatedWebhook } from "./validate.js";
import { signedBySinch } from "./webhooks.test-helpers.js";

test("a request that breaks the description is not sent, and its findings say where", async () => {
  const mock = await standIn("sinch");
  await validated("01HVN8R5J3K7M9P2Q4S6T8W0X1");
  expect(arrived(mock)).toEqual([]);
  expect(console.log).toHaveBeenCalledExactlyOnceWith(
    "/page_size",
    expect.stringContaining("1000"),
    "number",
  );
});

test("a webhook that breaks the description is warned of, and read all the same", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
  const request = new Request(
    "https://hooks.example.com",
    signedBySinch({ app_id: 7, message: { id: 7 } }, "secret"),
  );
  expect((await validatedWebhook(request, "secret")).type).toBe("MESSAGE_INBOUND");
  expect(warn).toHaveBeenCalled();
  warn.mockRestore();
});
