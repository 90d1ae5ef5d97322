// Runs the suite in a Worker, when it is asked to.
import { runSuite, type Surroundings } from "./suite.js";

export default {
  async fetch(request: Request): Promise<Response> {
    // Given by the runner, of this type.
    return Response.json(await runSuite((await request.json()) as Surroundings));
  },
};
