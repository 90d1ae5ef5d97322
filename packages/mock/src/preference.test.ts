import { expect, test } from "vitest";
import { parsePrefer } from "./preference.js";

test.for([
  ["code=404", { code: 404 }],
  ["code=404, example=notFound", { code: 404, example: "notFound" }],
  ['Code="429";example="slow down"', { code: 429, example: "slow down" }],
  ["dynamic=true, seed=a=b", { dynamic: true, seed: "a=b" }],
  ["dynamic=false, respond-async, code=99", {}],
  ["", {}],
  [undefined, {}],
] as const)("%s asks for %j", ([header, expected]) => {
  expect(parsePrefer(header)).toEqual(expected);
});
