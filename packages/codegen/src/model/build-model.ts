import { DescriptionError, type DescriptionProblem, type Report } from "../description-error.js";
import { checkSchemas } from "../description/check-schemas.js";
import type { Description } from "../description/load-description.js";
import { childPointer } from "../description/json-pointer.js";
import type { OpenApiDocument } from "../description/openapi.js";
import { visitDescription } from "../description/visit-description.js";
import { checkNames } from "./check-names.js";
import { clientParametersOf } from "./client-parameters.js";
import { methodsOf, type LocatedMethod } from "./methods.js";
import type { ModelContext } from "./model-context.js";
import type { Model, RateLimitModel } from "./model.js";
import { pascalCase } from "./names.js";
import { retryModel } from "./retry.js";
import { schemasOf } from "./schemas.js";
import { rootServers } from "./servers.js";
import { webhooksOf } from "./webhooks.js";

/** What of a model the description does not say. */
export interface ModelOptions {
  /** Where the reference is published: `https://docs.example.com`. Default: none, and no links. */
  readonly documentationSite?: string | undefined;
}

/**
 * Reads what a description means for a client.
 *
 * @throws DescriptionError - with every problem that stands in the way.
 */
export function buildModel(
  { document, file, problems: known }: Description,
  { documentationSite }: ModelOptions = {},
): Model {
  const problems: DescriptionProblem[] = [...known];
  const warnings: DescriptionProblem[] = [];
  const report: Report = (pointer, message) => problems.push({ file, pointer, message });
  const warn: Report = (pointer, message) => warnings.push({ file, pointer, message });

  checkSchemas(document, report, warn);
  const schemas = schemasOf(document, warn);
  const typeNames = new Map(schemas.map(({ component, typeName }) => [component, typeName]));
  const context: ModelContext = { document, documentationSite, report, warn, typeNames };

  const registry = rootServers(context);
  const located = methodsOf(context, registry);
  const methods = located.map(({ method }) => method);
  if (methods.length === 0 && problems.length === 0) {
    report("#/paths", "No operation is described: a client needs one at least.");
  }
  const clientParameters = clientParametersOf(context, methods);
  const webhooks = webhooksOf(context);

  const provider = document["x-parley-provider"];
  if (provider === undefined) {
    report("#", "The provider has no name: add x-parley-provider with `name` and `title`.");
  }
  const typeName = provider?.typeName ?? pascalCase(provider?.name ?? "");
  checkNames(located, typeName, report);
  warnOfCallbacks(document, warn);
  if (problems.length > 0) throw new DescriptionError(distinct(problems));

  return {
    provider: {
      name: provider?.name ?? "",
      title: provider?.title ?? "",
      typeName,
      documentation: provider?.documentation,
      servers: [...registry.servers.values()],
      variables: [...registry.variables.values()],
      clientParameters,
      rateLimits: rateLimitsOf(document),
      retry: retryModel(document["x-parley-retry"]),
      resources: resourceDescriptions(document, located),
    },
    methods,
    schemas,
    webhooks,
    warnings: distinct(warnings),
  };
}

/** A client sends, and has no server that could be called back. */
function warnOfCallbacks(document: OpenApiDocument, warn: Report): void {
  visitDescription(document, (kind, node, pointer) => {
    if (kind !== "Operation" || !("callbacks" in node)) return;
    warn(
      childPointer(pointer, "callbacks"),
      "Callbacks are left out, as a client receives none: what a provider sends is described under `webhooks`.",
    );
  });
}

function rateLimitsOf(document: OpenApiDocument): Readonly<Record<string, RateLimitModel>> {
  const limits = Object.entries(document["x-parley-rate-limits"] ?? {});
  return Object.fromEntries(
    limits.map(([name, { requests, interval, concurrency }]) => [
      name,
      {
        ...(requests === undefined ? {} : { requests }),
        ...(interval === undefined ? {} : { interval }),
        ...(concurrency === undefined ? {} : { concurrency }),
      },
    ]),
  );
}

/** A resource is described by the tag that all of its methods have, if they have one in common. */
function resourceDescriptions(
  { tags = [] }: OpenApiDocument,
  methods: readonly LocatedMethod[],
): ReadonlyMap<string, string> {
  const common = new Map<string, readonly string[]>();
  for (const { method, tags: own } of methods) {
    const segments = method.id.split(".");
    for (let length = 1; length < segments.length; length++) {
      const resource = segments.slice(0, length).join(".");
      const shared = common.get(resource) ?? own;
      common.set(
        resource,
        shared.filter((tag) => own.includes(tag)),
      );
    }
  }
  return new Map(
    [...common].flatMap(([resource, names]): [string, string][] => {
      const description = tags.find(({ name }) => name === names[0])?.description;
      return description === undefined || names.length !== 1 ? [] : [[resource, description]];
    }),
  );
}

/** The same fault may be met from several methods. */
function distinct(problems: readonly DescriptionProblem[]): DescriptionProblem[] {
  return [
    ...new Map(
      problems.map((problem) => [`${problem.pointer} ${problem.message}`, problem]),
    ).values(),
  ];
}
