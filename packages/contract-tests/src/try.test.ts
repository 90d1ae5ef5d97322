import { test } from "vitest";
import { callsOf } from "./calls/calls.js";
import { propertiesIn, propertiesOf } from "./calls/schema-coverage.js";
import { describedMethods } from "./description/described-method.js";
import { readDescription } from "./description/description.js";
import { createRequire } from "node:module";
test("x", () => {
  const d = readDescription(createRequire(import.meta.url)("@parley/respond-io/openapi.json"));
  for (const m of describedMethods(d)) {
    const calls = callsOf(d, m);
    console.log(m.id, m.httpMethod, m.path, "success", m.successStatus, "first", m.first, "items", m.items);
    for (const c of calls) console.log("   ", c.name, JSON.stringify(c.parameters).slice(0, 200));
    if (m.body?.schema) { const s = m.body.schema; const all = propertiesOf(d, s); const seen = new Set(calls.flatMap(c => [...propertiesIn(d, s, c.parameters["body"])])); console.log("    props", all.size, "unseen", [...all].filter(p => !seen.has(p))); }
  }
});
