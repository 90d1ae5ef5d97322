// #region dispatcher
import { createUndiciFetch } from "@parley/runtime/undici";
import { Agent } from "undici";

export const dispatcher = new Agent({ connections: 20, keepAliveTimeout: 30_000 });
export const fetch = createUndiciFetch({ dispatcher });
// #endregion dispatcher
