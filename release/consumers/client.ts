// What a client costs before anything is called: the calls' cost is counted from here.
import { createSinch, type Sinch } from "@parley/sinch";

export const sinch: Sinch = createSinch({ projectId: "p", keyId: "k", keySecret: "s" });
