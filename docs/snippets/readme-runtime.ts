// #region import
import { authenticate, bearer, createFetch, deadline, rateLimit, retry } from "@parley/runtime";
import createClient from "openapi-fetch";
// #endregion import
import type { paths } from "@parley/respond-io";

export function createBareClient(token: string) {
  // #region pipeline
  const client = createClient<paths>({
    baseUrl: "https://api.respond.io/v2",
    fetch: createFetch([
      deadline({ deadline: 60_000 }),
      retry({ attempts: 5 }),
      rateLimit({ declared: { all: { requests: 10, interval: 1000 } } }),
      authenticate(bearer(token), { origins: ["https://api.respond.io"] }),
    ]),
  });
  // #endregion pipeline
  return client;
}
