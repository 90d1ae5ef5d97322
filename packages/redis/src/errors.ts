import { ParleyError } from "@parley/runtime";

/** Redis does not answer, and the store was told to refuse then. The request was not sent. */
export class StoreUnavailableError extends ParleyError {
  protected static override readonly kind: string = "StoreUnavailableError";
  protected static override readonly inDoubt: boolean = false;
}
