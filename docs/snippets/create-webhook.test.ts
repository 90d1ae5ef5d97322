// #region webhook
import { createWebhook } from "@parley/mock";
import { expect, onTestFinished, test, vi } from "vitest";
import { app } from "./webhooks-hono.js";

test("a message that comes in is taken, a forged one is not", async () => {
  const secret = "any";
  vi.stubEnv("RESPOND_IO_SIGNING_KEY", secret);
  onTestFinished(() => void vi.unstubAllEnvs());
  const webhook = await createWebhook({
    provider: "respond-io",
    event: "message.received",
    secret,
  });

  const taken = await app.request("/respond-io", { method: "POST", ...webhook });
  const forged = await app.request("/respond-io", { method: "POST", ...webhook, body: "{}" });

  expect([taken.status, forged.status]).toEqual([204, 401]);
});
// #endregion webhook
