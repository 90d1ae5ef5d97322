/** The home page, and one page of each kind and provider. */
export const samplePages: readonly string[] = [
  "/",
  "/reference/asapp/conversations-list/",
  "/reference/rapidpro/contacts-list/",
  "/reference/respond-io/messages-send/",
  "/reference/sinch/messages-send/",
  "/reference/sinch/events/message-inbound/",
  "/getting-started/",
  "/api/runtime/functions/retry/",
];

/** As wide as a desk's screen and as a phone's. */
export const widths: readonly number[] = [1280, 390];
