import { afterEach, describe, expect, it, vi } from "vitest";
import { readEnvironmentVariable } from "./read-environment-variable.js";

const NAME = "PARLEY_TEST_VARIABLE";

describe("readEnvironmentVariable", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  it("gives the variable's value", () => {
    vi.stubEnv(NAME, " value ");
    expect(readEnvironmentVariable(NAME)).toBe(" value ");
  });

  it("gives nothing for a variable that is absent or empty, or without a name", () => {
    expect(readEnvironmentVariable(NAME)).toBeUndefined();
    vi.stubEnv(NAME, "");
    expect(readEnvironmentVariable(NAME)).toBeUndefined();
    expect(readEnvironmentVariable(undefined)).toBeUndefined();
  });

  it("gives nothing where the platform has no environment", () => {
    vi.stubGlobal("process", undefined);
    expect(readEnvironmentVariable(NAME)).toBeUndefined();
    vi.stubGlobal("process", {});
    expect(readEnvironmentVariable(NAME)).toBeUndefined();
  });
});
