import type { Model } from "../model/model.js";
import type { CredentialCode } from "./credential-options.js";
import type { PackageNames } from "./package-names.js";

/** The package's README: what is true of it on its first day. */
export function readMe(
  { title, factory, packageName, variable, provider }: PackageNames,
  { options }: CredentialCode,
  { methods, webhooks, provider: { servers, documentation } }: Model,
): string {
  const [method] = methods;
  const events = webhooks?.events.length ?? 0;
  const url = servers[0]?.url ?? "";
  return `# ${packageName}

A typed client of ${title}: ${methods.length} methods${events > 0 ? `, and ${events} webhook events` : ""}. ESM, for Node 20 and later and for every platform that has \`fetch\`.

\`\`\`sh
npm install ${packageName}
\`\`\`

## A first call

\`\`\`ts
import { ${factory} } from "${packageName}";

const ${variable} = ${factory}();${options.length > 0 ? ` // ${options.map(({ environmentVariable }) => environmentVariable).join(", ")} from the environment` : ""}

const result = await ${variable}.${method?.id ?? ""}(${needsArguments(method) ? "{ … }" : ""});
\`\`\`

\`${variable}.api\` is the same by path, with [openapi-fetch](https://openapi-ts.dev/openapi-fetch/)'s own client.

## Options

| option | unit, default | what it does |
|---|---|---|
${options.map(({ name, environmentVariable, description }) => `| \`${name}\` | \`${environmentVariable}\` | ${description.charAt(0).toLowerCase()}${description.slice(1)}, or a function that gives it at every call |\n`).join("")}| \`timeout\` | ms, 30000 | bounds one attempt, its body included |
| \`deadline\` | ms, 120000 | bounds a whole call, waits and retries included |
| \`retry\` | 3 attempts, from 250 ms | \`{ attempts, baseDelay, maxDelay }\`, or \`false\` |
| \`rateLimit\` | as described, waiting | \`{ mode: "reject", maxQueue, limits, store, account }\`, or \`false\` |
| \`baseUrl\` | \`${url}\` | a mock or a proxy |
| \`fetch\` | \`globalThis.fetch\` | what sends |
| \`middleware\` | none | your own \`(request, next) => Promise<Response>\`, around each attempt |
| \`logger\` | none | \`console\`, pino, or anything with \`info\` and \`warn\` |
| \`headers\` | none | headers of every request |
| \`maxResponseBytes\` | bytes, 67108864 | the largest answer that is read |

A call takes \`signal\`, \`timeout\`, \`deadline\`, \`retry\` and \`headers\` as its second argument.

## Errors

\`\`\`ts
import { isApiError } from "${packageName}";

try {
  await ${variable}.${method?.id ?? ""}(${needsArguments(method) ? "{ … }" : ""});
} catch (error) {
  if (!isApiError(error, ${variable}.${method?.id ?? ""})) throw error;
  console.log(error.status, error.body);
}
\`\`\`

| error | when |
|---|---|
| \`ApiError\` | the server answered with an error status: \`status\`, \`body\`, \`headers\`, \`retryAfter\` (ms) |
| \`ConnectionError\` | no answer; \`neverSent\` says whether the server can have seen the request |
| \`TimeoutError\` | \`limit\` says which: \`timeout\` or \`deadline\` |
| \`RateLimitExceededError\` | not sent, as a limit has no room in time |
| \`ResponseFormatError\` | the answer is not what it has to be, a proxy's page for instance |
| \`ConfigurationError\` | an option or a parameter cannot be meant; nothing was sent |

All are \`ParleyError\`s, whose \`mayHaveActed\` says whether the server may have acted on the call.

## More

- Types of every body: \`import type { … } from "${packageName}/types"\`.
- The description that all of this is made from: \`${packageName}/openapi.json\`. Where it is from, and under which licence: \`specs/${provider}/source.yaml\` in the repository.
${documentation === undefined ? "" : `- The vendor's own documentation: <${documentation}>.\n`}`;
}

function needsArguments(method: Model["methods"][number] | undefined): boolean {
  return (
    method !== undefined &&
    (method.body?.required === true ||
      method.exactlyOneOf !== undefined ||
      method.parameters.some(({ required }) => required))
  );
}
