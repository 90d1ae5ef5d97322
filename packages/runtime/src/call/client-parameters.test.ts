import { afterEach, describe, expect, it, vi } from "vitest";
import type { Operation, Provider } from "../description/operation.js";
import { ConfigurationError } from "../errors/errors.js";
import { readClientParameters, withClientParameters } from "./client-parameters.js";

const provider: Provider = {
  name: "shop",
  servers: { default: "https://api.example.com" },
  parameters: { project_id: { option: "projectId", environmentVariable: "SHOP_PROJECT_ID" } },
};

const operation: Operation = {
  id: "things.list",
  method: "GET",
  path: "/projects/{project_id}/things",
  parameters: { project_id: "path", limit: "query" },
  required: ["project_id"],
};

const optionValue = (options: Record<string, unknown>) =>
  readClientParameters(provider, options)["project_id"]?.value;

afterEach(() => vi.unstubAllEnvs());

describe("client parameters", () => {
  it("come from the option, else from the environment", () => {
    vi.stubEnv("SHOP_PROJECT_ID", "from-environment");
    expect(optionValue({ projectId: "from-option" })).toBe("from-option");
    expect(optionValue({})).toBe("from-environment");
    expect(optionValue({ projectId: "" })).toBe("from-environment");
  });

  it("fill what the call leaves out, and only what the operation has", () => {
    const client = readClientParameters(provider, { projectId: "p" });
    expect(withClientParameters(operation, { limit: 3 }, client)).toEqual({
      project_id: "p",
      limit: 3,
    });
    const other: Operation = { id: "health.get", method: "GET", path: "/health" };
    expect(withClientParameters(other, {}, client)).toEqual({});
  });

  it("give way to the call's own", () => {
    const client = readClientParameters(provider, { projectId: "p" });
    expect(withClientParameters(operation, { project_id: "q" }, client)).toEqual({
      project_id: "q",
    });
  });

  it("are named by option and environment variable when they are missing", () => {
    vi.stubEnv("SHOP_PROJECT_ID", "");
    const client = readClientParameters(provider, {});
    const call = () => withClientParameters(operation, {}, client);
    expect(call).toThrow(ConfigurationError);
    expect(call).toThrow(
      'things.list: "project_id" is missing; pass it to the client as the option "projectId", set SHOP_PROJECT_ID, or give it with the call.',
    );
  });
});
