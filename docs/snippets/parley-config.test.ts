import { expect, test } from "vitest";
import config from "./parley.config.js";

test("the configuration is what parley reads", () => {
  expect(config).toEqual({ specs: "apis", packages: "clients", scope: "@acme" });
});
