import type { Contact } from "@parley/respond-io/types";
import type { SinchWebhooks } from "@parley/sinch";

type Received = Awaited<ReturnType<SinchWebhooks["unwrap"]>>;

// #region open
export function isOpen({ status }: Pick<Contact, "status">): boolean | undefined {
  switch (status) {
    case "open":
      return true;
    case "close":
    case "closed":
      return false;
    default:
      return undefined; // a value that respond.io adds later comes here
  }
}

export function describeEvent(event: Received): string {
  switch (event.type) {
    case "MESSAGE_INBOUND":
      return `message ${event.data.message.id}`;
    case "unknown":
      return "an event that this version does not know";
    default:
      return event.type;
  }
}
// #endregion open
