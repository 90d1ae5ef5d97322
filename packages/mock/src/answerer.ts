import { answerOperation, isRefused } from "./answer-operation.js";
import { problem, wireAnswer } from "./decision.js";
import type { Decision, WireAnswer } from "./decision.js";
import type { IncomingRequest } from "./incoming-request.js";
import type { LoadedDescription } from "./load-description.js";
import { methodsOf } from "./methods.js";
import type { MockOperation } from "./operation-table.js";
import { createPlannedAnswers } from "./planned-answers.js";
import type { PlannedAnswers } from "./planned-answers.js";
import { readCredentials, redactHeaders, redactPath } from "./recorded-request.js";
import type { RecordedRequest } from "./recorded-request.js";
import { readBody } from "./request-body.js";
import { createRouter } from "./router.js";
import { readServers } from "./servers.js";
import { grantToken, tokenPaths } from "./token-endpoint.js";

/** What answers the requests to one mock. */
export interface Answerer {
  /** The path of the description's first server: `/v2`, or an empty string. */
  readonly basePath: string;
  /** The path of the first token endpoint; undefined where the description has none. */
  readonly tokenPath: string | undefined;
  readonly planned: PlannedAnswers;
  /**
   * @param origin The mock's own, for the URLs in the answer.
   */
  answer(
    request: IncomingRequest,
    origin: string,
  ): Promise<{ readonly answer: WireAnswer; readonly record: RecordedRequest }>;
}

/** What was found out about a request on the way to its answer. */
interface Outcome {
  readonly decision: Decision;
  readonly method?: string;
  readonly body?: unknown;
}

/** Prepares the answers for one description. */
export function createAnswerer({ document, operations, prism }: LoadedDescription): Answerer {
  const servers = readServers(document);
  const credentials = readCredentials(document);
  const tokens = tokenPaths(document);
  const route = createRouter(operations, servers.basePaths);
  const planned = createPlannedAnswers(operations);

  async function decide(incoming: IncomingRequest): Promise<Outcome> {
    const { pathname, searchParams } = new URL(`http://localhost${incoming.target}`);
    if (incoming.method === "POST" && tokens.has(pathname)) return decideToken(incoming);

    const found = route(incoming.method, pathname);
    if ("operation" in found) {
      return decideOperation(incoming, found.operation, found.path, searchParams);
    }
    if ("allowed" in found) {
      const allow = found.allowed.join(", ");
      const detail = `${pathname} is for ${allow}, not for ${incoming.method}.`;
      const decision = problem(405, "Method not allowed", detail, ["path"]);
      return { decision: { ...decision, headers: { ...decision.headers, allow } } };
    }
    const { nearest } = found;
    const hint = nearest ? ` The nearest is ${nearest.id}: ${nearest.method} ${nearest.path}.` : "";
    const detail = `The description has no operation ${incoming.method} ${pathname}.${hint}`;
    return { decision: problem(404, "No such operation", detail, ["path"]) };
  }

  async function decideOperation(
    incoming: IncomingRequest,
    operation: MockOperation,
    path: string,
    query: URLSearchParams,
  ): Promise<Outcome> {
    const body = await readBody(document, operation, incoming);
    const isMalformed = "malformed" in body;
    const methods = methodsOf(document, operation, {
      isGiven: ({ name, in: place }) =>
        place === "query"
          ? query.has(name)
          : place === "header" && name.toLowerCase() in incoming.headers,
      body: isMalformed ? undefined : body.value,
    });
    const [method = operation.id] = methods;
    if (isMalformed) {
      return { decision: problem(400, "Malformed body", body.malformed, ["body"]), method };
    }
    const plan = planned.take(methods);
    const decision = await answerOperation(document, prism, {
      incoming,
      operation,
      method: plan?.method ?? method,
      path,
      query,
      queryCredentials: credentials.query,
      body,
      planned: plan?.answer,
    });
    if (plan && isRefused(decision)) plan.giveBack();
    return { decision, method: plan?.method ?? method, body: body.value };
  }

  return {
    basePath: servers.basePath,
    tokenPath: [...tokens][0],
    planned,
    async answer(incoming, origin) {
      const { decision, method, body = null } = await decide(incoming);
      return {
        answer: wireAnswer({ ...decision, body: servers.rewrite(decision.body, origin) }),
        record: {
          method: incoming.method,
          path: redactPath(incoming.target, credentials),
          headers: redactHeaders(incoming.headers, credentials),
          body,
          operation: method,
          status: decision.status,
          violations: decision.violations,
        },
      };
    },
  };
}

function decideToken({ body, headers }: IncomingRequest): Outcome {
  const form = new URLSearchParams(new TextDecoder().decode(body));
  const { status, body: answer } = grantToken(form, headers["authorization"]);
  return {
    decision: {
      status,
      headers: { "content-type": "application/json" },
      body: answer,
      violations: [],
    },
    // The secret may be in the form, so that nothing else of it is recorded.
    body: { grant_type: form.get("grant_type") },
  };
}
