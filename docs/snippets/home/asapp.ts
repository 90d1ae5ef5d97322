import { createAsapp } from "@parley/asapp";

const asapp = createAsapp({ environment: "production" });

// Five seconds for this call, retries and waiting included, whatever the client has.
const { items = [] } = await asapp.conversations.list(
  { externalId: "order-1138" },
  { deadline: 5000 },
);

for (const { id } of items) console.log(id);
