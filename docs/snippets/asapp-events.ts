import type { Asapp } from "@parley/asapp";

export async function answer(
  asapp: Asapp,
  conversationId: string,
  tell: (conversationId: string, text: string) => Promise<void>,
  handOver: (conversationId: string) => Promise<void>,
) {
  // #region stream
  const stream = await asapp.generativeAgent.streamEvents();

  await asapp.generativeAgent.analyze({
    body: { conversationId, streamId: stream.streamId },
  });

  for await (const event of stream) {
    const conversation = event.conversationId ?? conversationId;
    if (event.type === "reply") await tell(conversation, event.reply?.text ?? "");
    if (event.type === "transferToAgent") await handOver(conversation);
    if (event.type === "processingEnd") break; // closes the connection
  }
  // #endregion stream
}

export async function resume(asapp: Asapp, streamId: string, signal: AbortSignal) {
  // #region resume
  const stream = await asapp.generativeAgent.streamEvents({
    streamId,
    signal,
    idleTimeout: 120_000,
    retry: { attempts: 10, maxDelay: 5_000 },
  });
  // #endregion resume
  return stream;
}
