import { createRespondIo, isApiError, ParleyError } from "@parley/respond-io";

/** What the Worker is given: variables and secrets. */
interface Environment {
  readonly RESPOND_IO_TOKEN: string;
  /** A mock's address; not set where the Worker is deployed. */
  readonly RESPOND_IO_BASE_URL?: string;
}

export default {
  /** `GET /contacts?phone=+12025550143` answers with the contact's name and id. */
  async fetch(request: Request, environment: Environment): Promise<Response> {
    const url = new URL(request.url);
    const phone = url.searchParams.get("phone")?.replace(/^ /, "+"); // "+" in a query is a space.
    if (request.method !== "GET" || url.pathname !== "/contacts" || !phone) {
      return Response.json({ error: "ask for /contacts?phone=%2B12025550143" }, { status: 400 });
    }
    const respond = createRespondIo({
      token: environment.RESPOND_IO_TOKEN,
      baseUrl: environment.RESPOND_IO_BASE_URL,
      deadline: 10_000,
    });
    try {
      const { id, firstName, lastName } = await respond.contacts.get({
        identifier: `phone:${phone}`,
      });
      return Response.json({ id, firstName, lastName });
    } catch (error) {
      if (isApiError(error, respond.contacts.get) && error.status === 404) {
        return Response.json({ error: "no such contact" }, { status: 404 });
      }
      if (!(error instanceof ParleyError)) throw error;
      console.error(error.message);
      return Response.json({ error: "respond.io did not answer" }, { status: 502 });
    }
  },
};
