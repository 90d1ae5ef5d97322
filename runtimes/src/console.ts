// Runs the suite in a process: Node, Bun and Deno. Says how it went in one line of JSON.
import { createRequire } from "node:module";
import { runSuite, type Surroundings } from "./suite.js";

// Given by the runner, of this type.
const surroundings = JSON.parse(process.argv[2] ?? "") as Surroundings;
const require = createRequire(import.meta.url);
const outcomes = await runSuite({ ...surroundings, require });
console.log(JSON.stringify(outcomes));
// What went wrong may hold a connection open; where nothing did, nothing is to hold the process.
if (outcomes.some(({ state }) => state === "red")) process.exit();
