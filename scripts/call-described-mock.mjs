#!/usr/bin/env node
// Calls the methods of a generated client on the mock of its description, as the contract suite
// does. For `real-descriptions.mjs`, which gives it a process of its own:
//
//   node scripts/call-described-mock.mjs <folder of openapi.json, operations.ts and provider.ts>
//
// Its last line of output is what came of it, as JSON.
import { readFileSync } from "node:fs";
import { join } from "node:path";
// The contract suite's sources are run as they are.
import "../packages/codegen/src/hostile/register-sources.test-helpers.ts";

/** Of a description with more methods, as many are called. */
const MOST_CALLS = 50;

const [folder = ""] = process.argv.slice(2);
const { callMinimally } =
  /** @type {typeof import("../packages/contract-tests/src/contract/imported-calls.js")} */ (
    await import(
      new URL("../packages/contract-tests/src/contract/imported-calls.ts", import.meta.url).href
    )
  );
const { operations } =
  /** @type {{ operations: readonly import("../packages/runtime/dist/index.js").Operation[] }} */ (
    await import(join(folder, "operations.ts"))
  );
const { provider } =
  /** @type {{ provider: import("../packages/runtime/dist/index.js").Provider }} */ (
    await import(join(folder, "provider.ts"))
  );
/** @type {unknown} */
const document = JSON.parse(readFileSync(join(folder, "openapi.json"), "utf8"));
console.log(JSON.stringify(await callMinimally({ document, operations, provider }, MOST_CALLS)));
// What a call that took too long has left open holds nobody up.
process.exit(0);
