import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigurationError } from "../errors/errors.js";
import type { Secret } from "./authenticate.js";
import { requiredSecret } from "./required-secret.js";

const VARIABLE = "PARLEY_TEST_TOKEN";

function required(value: Secret | undefined): Secret {
  return requiredSecret(value, "token", VARIABLE, "createAcme");
}

describe("requiredSecret", () => {
  beforeEach(() => vi.stubEnv(VARIABLE, ""));
  afterEach(() => vi.unstubAllEnvs());

  it("takes the option, a string or a function, before the environment", () => {
    vi.stubEnv(VARIABLE, "from-environment");
    const secret = vi.fn<() => string>();
    expect(required("from-option")).toBe("from-option");
    expect(required(secret)).toBe(secret);
  });

  it("takes the environment where the option is absent", () => {
    vi.stubEnv(VARIABLE, "from-environment");
    expect(required(undefined)).toBe("from-environment");
    // What JavaScript may give for an absent option.
    expect(required(null as unknown as undefined)).toBe("from-environment");
  });

  it("names option and variable where there is neither", () => {
    expect(() => required(undefined)).toThrow(ConfigurationError);
    expect(() => required(undefined)).toThrow(
      'createAcme: "token" is missing; pass it as an option (a string or a function) or set PARLEY_TEST_TOKEN.',
    );
  });

  it("does not take the environment's secret for an option that is empty", () => {
    vi.stubEnv(VARIABLE, "from-environment");
    expect(() => required("")).toThrow(ConfigurationError);
  });

  it.each([5, true, {}, ["a"]])("refuses %o, unseen", (value) => {
    // What JavaScript may give in spite of the type.
    expect(() => required(value as unknown as string)).toThrow('"token" is missing');
  });
});
