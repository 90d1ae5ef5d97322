// Runs the suite in a process: Node, Bun and Deno. Says how it went in one line of JSON.
import { createRequire } from "node:module";
import { runSuite, type Surroundings } from "./suite.js";

// Given by the runner, of this type.
const surroundings = JSON.parse(process.argv[2] ?? "") as Surroundings;
const require = createRequire(import.meta.url);
console.log(JSON.stringify(await runSuite({ ...surroundings, require })));
