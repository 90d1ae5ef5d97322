/**
 * Whether a value has to be waited for. Not by `instanceof`: what the platform gives is of another
 * realm where a test runner has one of its own, as Jest does.
 */
export function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}
