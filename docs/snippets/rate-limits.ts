// #region import
import { createRapidPro } from "@parley/rapidpro";
import { createRespondIo, RateLimitExceededError } from "@parley/respond-io";
// #endregion import

export async function sendToAll(identifiers: readonly `id:${number}`[]) {
  // #region wait
  const respond = createRespondIo();

  await Promise.all(
    identifiers.map((identifier) =>
      respond.messages.send({ identifier, body: { message: { type: "text", text: "Hello" } } }),
    ),
  );
  // #endregion wait
}

export function refusing() {
  // #region reject
  const respond = createRespondIo({ rateLimit: { mode: "reject" } });

  async function look(identifier: `id:${number}`) {
    try {
      return await respond.contacts.get({ identifier });
    } catch (error) {
      if (!(error instanceof RateLimitExceededError)) throw error;
      return `again in ${Math.ceil((error.retryAfter ?? 1000) / 1000)} s`;
    }
  }
  // #endregion reject
  return look;
}

export function withOwnLimits() {
  // #region limits
  const rapidpro = createRapidPro({
    host: "rapidpro.example.org",
    rateLimit: {
      limits: {
        "v2.messages": { requests: 10_000, interval: 3_600_000 },
        "v2.contacts": false,
      },
      maxQueue: 200,
    },
  });
  // #endregion limits
  return rapidpro;
}
