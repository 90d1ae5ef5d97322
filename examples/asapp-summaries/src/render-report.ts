import type { SummaryOutcome, SummaryReport } from "./summarize.ts";

const HEADINGS: Readonly<Record<SummaryOutcome["status"], string>> = {
  summarized: "summarized",
  unknown: "unknown to ASAPP: check the names, and the environment",
  rejected: "rejected: asking again will not help",
  failed: "failed: ask again later",
  skipped: "not summarized, as the job was stopped",
};

/** A report for people: how many of each kind, and which ones need somebody. */
export function renderReport({ outcomes, stopped }: SummaryReport): string {
  const lines = [`${outcomes.length} conversations`];
  if (stopped !== undefined) lines.push(`stopped early: ${stopped}`);
  for (const [status, heading] of Object.entries(HEADINGS)) {
    const those = outcomes.filter((outcome) => outcome.status === status);
    if (those.length === 0) continue;
    lines.push(`${those.length} ${heading}`);
    if (status === "summarized") continue;
    for (const outcome of those) {
      const reason = "reason" in outcome ? `: ${outcome.reason}` : "";
      lines.push(`  ${outcome.conversation}${reason}`);
    }
  }
  return lines.join("\n");
}
