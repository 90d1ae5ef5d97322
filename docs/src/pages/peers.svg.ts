import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../repository-root.ts";

/** The chart of the benchmarks, as `pnpm bench` has written it. */
export function GET(): Response {
  const chart = readFileSync(join(repositoryRoot, "bench", "results", "peers.svg"));
  return new Response(chart, { headers: { "content-type": "image/svg+xml" } });
}
