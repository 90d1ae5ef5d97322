import { runInNewContext } from "node:vm";

/** The promises of another realm: Jest runs tests in one, beside the platform's own. */
// What the name stands for there.
export const ForeignPromise = runInNewContext("Promise") as PromiseConstructor;
