import type { EventReference, MethodReference, ProviderReference } from "./reference.ts";
import type { SchemaOutline } from "./schema-outline.ts";

/** A method's page for those who read with a machine. */
export function methodMarkdown(reference: ProviderReference, method: MethodReference): string {
  const { parameters, body, responses, calls, facts } = method;
  return blocks(
    `# ${method.call}`,
    `\`${method.httpMethod} ${method.path}\` of ${reference.title}. ${method.summary}.`,
    method.description,
    ...method.unverified.map((text) => `Not verified: ${text}`),
    fence("ts", method.signature),
    ...calls.flatMap((call) => [
      call.name === "minimal" ? "## Call" : "## Call with everything",
      fence("ts", call.method),
      fence("ts", call.path),
      fence("sh", call.curl),
    ]),
    parameters.length === 0 ? "" : "## Parameters",
    method.exactlyOneOf.length > 1
      ? `Exactly one of ${method.exactlyOneOf.map((name) => `\`${name}\``).join(", ")}.`
      : "",
    parameters
      .map(({ name, in: place, isRequired, option, schema }) =>
        item(name, isRequired, schema, `in ${place}${option ? `, client option ${option}` : ""}`),
      )
      .join("\n"),
    body === undefined ? "" : `## Body\n\n\`${body.mediaType}\`. ${body.description}`,
    body === undefined ? "" : outlineList(body.schema),
    "## Statuses",
    responses
      .map(
        ({ status, type, description }) => `- \`${status}\` \`${type}\`: ${oneLine(description)}`,
      )
      .join("\n"),
    "## Limits and retries",
    [
      ...facts.limits.map((limit) => `- Rate limit: ${limit}`),
      `- Retries: ${facts.retries}`,
      ...(facts.pages === undefined ? [] : [`- Pages: ${facts.pages}`]),
      ...(facts.timeout === undefined ? [] : [`- Timeout: ${facts.timeout}`]),
    ].join("\n"),
  );
}

/** An event's page for those who read with a machine. */
export function eventMarkdown(reference: ProviderReference, event: EventReference): string {
  return blocks(
    `# ${event.name}`,
    `A webhook event of ${reference.title}. ${event.summary}.`,
    event.description,
    ...event.unverified.map((text) => `Not verified: ${text}`),
    fence("ts", event.handler),
    `## Payload\n\n\`${event.payloadType}\``,
    outlineList(event.schema),
    "## Samples",
    ...event.samples.flatMap(({ title, body }) => [
      title,
      fence("json", JSON.stringify(body, undefined, 2)),
    ]),
  );
}

/** A provider's page for those who read with a machine. */
export function providerMarkdown(reference: ProviderReference): string {
  return blocks(
    `# ${reference.title}`,
    reference.description,
    reference.unverified === undefined ? "" : `Not verified: ${reference.unverified}`,
    `Package \`@parley/${reference.name}\`, made with \`${reference.factory}()\`. Credentials: ${reference.credentials.join(", ")}.`,
    ...reference.groups.flatMap(({ name, methods }) => [
      `## ${name}`,
      methods
        .map(
          ({ id, page, httpMethod, path, summary }) =>
            `- [${id}](${machinePage(page)}): ${summary}. \`${httpMethod} ${path}\``,
        )
        .join("\n"),
    ]),
    reference.events.length === 0 ? "" : "## Webhook events",
    reference.events
      .map(({ name, page, summary }) => `- [${name}](${machinePage(page)}): ${summary}`)
      .join("\n"),
  );
}

/** The path of a page's Markdown: `/a/b/` to `/a/b.md`. */
export function machinePage(page: string): string {
  return page === "/" ? "/index.md" : page.replace(/\/$/, ".md");
}

function outlineList(schema: SchemaOutline, indent = ""): string {
  const { properties, variants, page } = schema;
  return [
    ...properties.map(({ name, isRequired, schema: inner }) =>
      [`${indent}${item(name, isRequired, inner)}`, outlineList(inner, `${indent}  `)]
        .filter((line) => line !== "")
        .join("\n"),
    ),
    ...variants.map((variant) =>
      [
        `${indent}- one of \`${variant.type}\`${variant.description ? `: ${oneLine(variant.description)}` : ""}`,
        outlineList(variant, `${indent}  `),
      ]
        .filter((line) => line !== "")
        .join("\n"),
    ),
    ...(page === undefined ? [] : [`${indent}- its properties are those of \`${page}\``]),
  ].join("\n");
}

function item(name: string, isRequired: boolean, schema: SchemaOutline, place?: string): string {
  const marks = [
    `\`${schema.type}\``,
    ...(isRequired ? ["required"] : []),
    ...(place === undefined ? [] : [place]),
  ];
  const text = [
    ...(schema.description === undefined ? [] : [oneLine(schema.description)]),
    ...schema.constraints,
    ...(schema.unverified === undefined ? [] : [`Not verified: ${oneLine(schema.unverified)}`]),
  ].join(" ");
  return `- \`${name}\` (${marks.join(", ")})${text === "" ? "" : `: ${text}`}`;
}

function fence(lang: string, code: string): string {
  return `\`\`\`${lang}\n${code.trim()}\n\`\`\``;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function blocks(...parts: readonly string[]): string {
  return `${parts.filter((part) => part.trim() !== "").join("\n\n")}\n`;
}
