/** What the servers of the benchmarks answer: about a kilobyte for a GET, a short text for a POST. */
export const answers = {
  get: JSON.stringify({
    messages: Array.from({ length: 4 }, (_, index) => ({
      id: `01HVN8R5J3K7M9P2Q4S6T8W0X${index}`,
      direction: "TO_APP",
      contact_message: { text_message: { text: "See you tomorrow, and thank you for the note." } },
      channel_identity: { channel: "WHATSAPP", identity: "+15550100", app_id: "project-42" },
      accept_time: "2026-11-21T08:15:30.123Z",
      metadata: "",
    })),
    next_page_token: "token-2",
  }),
  post: JSON.stringify({
    message_id: "01HVN8R5J3K7M9P2Q4S6T8W0X9",
    accepted_time: "2026-11-21T08:15:30.123Z",
  }),
} as const;
