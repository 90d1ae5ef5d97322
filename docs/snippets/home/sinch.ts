import { createSinch } from "@parley/sinch";

const sinch = createSinch({ region: "eu" });

const { message_id } = await sinch.messages.send({
  body: {
    app_id: "01HZX5M4RVANAMJ3N3FGB4DN7B",
    recipient: { contact_id: "01HZX51XBHGW01GT0REC47YJYT" },
    message: { text_message: { text: "Your table is ready." } },
  },
});

// A report comes to your webhook; its signature is checked for you.
console.log(message_id);
