import { type Asapp, isApiError, ParleyError } from "@parley/asapp";

/** What became of a conversation. */
export type SummaryOutcome =
  | { readonly conversation: string; readonly status: "summarized"; readonly summary: string }
  /** ASAPP does not know it: a wrong name, or the other environment. */
  | { readonly conversation: string; readonly status: "unknown" }
  /** ASAPP will not summarize it however often it is asked. */
  | { readonly conversation: string; readonly status: "rejected"; readonly reason: string }
  /** It did not work this time; it can be asked for again. */
  | { readonly conversation: string; readonly status: "failed"; readonly reason: string }
  /** It was not summarized, as the job was stopped. */
  | { readonly conversation: string; readonly status: "skipped" };

/** What {@link summarize} takes. */
export interface SummarizeOptions {
  readonly asapp: Asapp;
  /** Your names of the conversations, `externalId`. */
  readonly conversations: readonly string[];
  /** Requests under way at once, however slow ASAPP is. */
  readonly concurrency: number;
  readonly onOutcome: (outcome: SummaryOutcome) => void;
}

/** What came of the whole job. */
export interface SummaryReport {
  /** In the order of the conversations. */
  readonly outcomes: readonly SummaryOutcome[];
  /** Why the job ended before its time; absent where it did not. */
  readonly stopped?: string | undefined;
}

/**
 * Has conversations summarized, a few at a time. One that fails does not stop the others; what would
 * fail for all of them (the keys, or the day's quota) stops the job.
 */
export async function summarize(options: SummarizeOptions): Promise<SummaryReport> {
  const { asapp, conversations, concurrency, onOutcome } = options;
  const outcomes: SummaryOutcome[] = conversations.map((conversation) => ({
    conversation,
    status: "skipped",
  }));
  let stopped: string | undefined;

  async function ask(conversation: string): Promise<SummaryOutcome> {
    try {
      const { summaryText = "" } = await asapp.autoSummary.createFreeTextSummary({
        body: { externalConversationId: conversation },
      });
      return { conversation, status: "summarized", summary: summaryText };
    } catch (error) {
      // What is not Parley's is a mistake of this program.
      if (!(error instanceof ParleyError)) throw error;
      if (!isApiError(error, asapp.autoSummary.createFreeTextSummary)) {
        return { conversation, status: "failed", reason: error.message };
      }
      const { status, message: reason } = error;
      if (status === 401 || status === 403 || status === 429) {
        // The client keeps to the limit of a second, and has waited three times: a 429 is the day's.
        const what = status === 429 ? "ASAPP takes no more" : "the keys are not accepted";
        stopped ??= `${what}: ${reason}`;
        return { conversation, status: "skipped" };
      }
      if (status === 404) return { conversation, status: "unknown" };
      if (status >= 500) return { conversation, status: "failed", reason };
      return { conversation, status: "rejected", reason };
    }
  }

  // All workers take from one iterator: each conversation goes to one of them.
  const remaining = conversations.entries();
  async function work(): Promise<void> {
    for (const [index, conversation] of remaining) {
      const outcome = await ask(conversation);
      outcomes[index] = outcome;
      if (outcome.status !== "skipped") onOutcome(outcome);
      if (stopped !== undefined) return;
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  return { outcomes, stopped };
}
