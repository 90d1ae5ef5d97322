// The same ten calls by path.
import { createSinch, type Sinch } from "@parley/sinch";

export const sinch: Sinch = createSinch({ projectId: "p", keyId: "k", keySecret: "s" });

const { api } = sinch;
const project_id = "p";
const app = await api.GET("/v1/projects/{project_id}/apps/{app_id}", {
  params: { path: { project_id, app_id: "a" } },
});
const contact = await api.GET("/v1/projects/{project_id}/contacts/{contact_id}", {
  params: { path: { project_id, contact_id: "c" } },
});
await api.DELETE("/v1/projects/{project_id}/contacts/{contact_id}", {
  params: { path: { project_id, contact_id: "c" } },
});
const conversation = await api.GET("/v1/projects/{project_id}/conversations/{conversation_id}", {
  params: { path: { project_id, conversation_id: "v" } },
});
const message = await api.GET("/v1/projects/{project_id}/messages/{message_id}", {
  params: { path: { project_id, message_id: "m" } },
});
const sent = await api.POST("/v1/projects/{project_id}/messages:send", {
  params: { path: { project_id } },
  body: {
    app_id: "a",
    recipient: { contact_id: "c" },
    message: { text_message: { text: "Hello" } },
  },
});
const page = await api.GET("/v1/projects/{project_id}/messages", {
  params: { path: { project_id }, query: { contact_id: "c", page_size: 10 } },
});
const event = await api.GET("/v1/projects/{project_id}/events/{event_id}", {
  params: { path: { project_id, event_id: "e" } },
});
const webhook = await api.GET("/v1/projects/{project_id}/webhooks/{webhook_id}", {
  params: { path: { project_id, webhook_id: "w" } },
});
const template = await api.GET("/v2/projects/{project_id}/templates/{template_id}", {
  params: { path: { project_id, template_id: "t" } },
});

export const used: readonly unknown[] = [
  app.data?.display_name,
  contact.data?.display_name,
  conversation.data?.active,
  message.data?.id,
  sent.data?.message_id,
  page.data?.messages?.[0]?.id,
  event.data?.id,
  webhook.data?.target,
  template.data?.id,
];
