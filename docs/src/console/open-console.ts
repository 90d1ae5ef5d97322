import { clients } from "./clients.ts";
import type { ConsoleData, RecordedAnswer } from "./console-data.ts";
import { loopbackUrl } from "./loopback-url.ts";
import { answerWith } from "./recorded-answers.ts";
import { type CallReport, runCall } from "./run-call.ts";

// Where recorded answers seem to come from: a name that no server can have (RFC 6761).
const RECORDED_ORIGIN = "https://recorded.invalid";

/**
 * Puts the console into its place on the page. What is typed into it is kept nowhere, and is sent
 * to no other machine.
 */
export async function openConsole(place: HTMLElement, source: string): Promise<void> {
  const response = await fetch(source);
  const data = (await response.json()) as ConsoleData;
  const create = await clients[data.provider]?.();
  if (create === undefined) throw new Error(`There is no client of ${data.provider}.`);

  place.innerHTML = FORM;
  const part = (name: string): HTMLElement => {
    const found = place.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (found === null) throw new Error(`The console has no part ${name}.`);
    return found;
  };
  // What FORM has by these names.
  const form = part("form") as HTMLFormElement;
  const call = part("call") as HTMLSelectElement;
  const answer = part("answer") as HTMLSelectElement;
  const parameters = part("parameters") as HTMLTextAreaElement;
  const address = part("address") as HTMLInputElement;
  const mock = part("mock") as HTMLInputElement;

  part("command").textContent = `npx parley-mock ${data.provider} --port 4010`;
  call.append(...data.calls.map(({ name }) => new Option(CALL_NAMES[name] ?? name, name)));
  answer.append(
    ...data.answers.map(
      ({ status, name }, index) => new Option(`${status} ${name}`, String(index)),
    ),
  );
  const fill = (): void => {
    const chosen = data.calls.find(({ name }) => name === call.value) ?? data.calls[0];
    parameters.value = JSON.stringify(chosen?.parameters ?? {}, undefined, 2);
    parameters.rows = Math.min(18, parameters.value.split("\n").length + 1);
  };
  fill();
  call.addEventListener("change", fill);

  const explain = (): void => {
    part("mock-settings").hidden = !mock.checked;
    part("privacy").textContent = mock.checked
      ? `What you type is sent to ${address.value} and nowhere else. Nothing is stored.`
      : "What you type stays in this page: nothing is sent, nothing is stored.";
  };
  explain();
  form.addEventListener("input", explain);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });

  async function run(): Promise<void> {
    const output = part("output");
    const chosen = data.answers[Number(answer.value)];
    try {
      const origin = mock.checked ? loopbackUrl(address.value) : RECORDED_ORIGIN;
      const report = await runCall({
        create: create as NonNullable<typeof create>,
        method: data.method,
        parameters: withFiles(parse(parameters.value), data.files),
        baseUrl: `${origin}${data.basePath}`,
        send:
          mock.checked || chosen === undefined
            ? (input, init) => fetch(input, init)
            : answerWith(chosen),
        ...(mock.checked && chosen !== undefined ? { headers: preference(chosen, data) } : {}),
      });
      show(output, report, data, mock.checked ? address.value : undefined);
    } catch (error) {
      output.replaceChildren(paragraph(error instanceof Error ? error.message : String(error)));
    }
  }
}

const CALL_NAMES: Readonly<Record<string, string>> = {
  minimal: "The least that it takes",
  full: "Everything that it takes",
};

const FORM = `
<form data-part="form" class="console-form">
  <fieldset class="console-source">
    <legend>Who answers</legend>
    <label><input type="radio" name="source" checked data-part="recorded"> Recorded examples</label>
    <label><input type="radio" name="source" data-part="mock"> A mock server on this machine</label>
  </fieldset>
  <div class="console-mock" data-part="mock-settings" hidden>
    <label>Address <input type="url" data-part="address" value="http://127.0.0.1:4010" autocomplete="off" spellcheck="false"></label>
    <span>Start it with <code data-part="command"></code></span>
  </div>
  <div class="console-row">
    <label>Fill in <select data-part="call" autocomplete="off"></select></label>
    <label>Answer <select data-part="answer" autocomplete="off"></select></label>
  </div>
  <label class="console-parameters">Parameters, as JSON
    <textarea data-part="parameters" spellcheck="false" autocomplete="off"></textarea>
  </label>
  <div class="console-row console-run">
    <button type="submit">Run</button>
    <span data-part="privacy" class="console-privacy"></span>
  </div>
</form>
<div data-part="output" class="console-output" role="status" aria-live="polite"></div>`;

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text === "" ? "{}" : text) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new Error(`The parameters are no JSON: ${error instanceof Error ? error.message : ""}`, {
      cause: error,
    });
  }
}

/** A file is written as its text. */
function withFiles(
  parameters: Readonly<Record<string, unknown>>,
  files: readonly string[],
): Readonly<Record<string, unknown>> {
  if (files.length === 0) return parameters;
  const body = Object.entries(parameters["body"] ?? {}).map(
    ([name, value]) =>
      [name, files.includes(name) ? new File([String(value)], "photo.jpg") : value] as const,
  );
  return { ...parameters, body: Object.fromEntries(body) };
}

/** Asks a mock for the chosen answer, where it is not the one that it gives anyway. */
function preference(
  { status, name }: RecordedAnswer,
  { answers }: ConsoleData,
): Readonly<Record<string, string>> {
  const isDefault = answers[0]?.status === status && answers[0].name === name;
  return isDefault ? {} : { prefer: `code=${status}, example=${name}` };
}

function show(
  output: HTMLElement,
  { exchanges, outcome }: CallReport,
  { types }: ConsoleData,
  mock: string | undefined,
): void {
  const wire = exchanges.flatMap(({ method, url, headers, body, status }) => [
    heading(`On the wire${status === undefined ? ", without an answer" : `, answered ${status}`}`),
    code(
      [
        `${method} ${url.replace(RECORDED_ORIGIN, "")}`,
        ...headers.map(([name, value]) => `${name}: ${value}`),
        ...(body === undefined ? [] : ["", pretty(body)]),
      ].join("\n"),
    ),
  ]);
  if (outcome.kind === "result") {
    const type = types[String(outcome.status)] ?? "the result";
    output.replaceChildren(
      ...wire,
      heading(`The client gives: ${type}`),
      code(outcome.value === undefined ? "undefined" : toText(outcome.value)),
    );
    return;
  }
  const type = types[String(outcome.status)] ?? outcome.name;
  const isUnreachable = mock !== undefined && exchanges.at(-1)?.status === undefined;
  output.replaceChildren(
    ...wire,
    heading(`The client throws: ${outcome.name === "ApiError" ? type : outcome.name}`),
    paragraph(outcome.message),
    ...(outcome.body === undefined ? [] : [code(toText(outcome.body))]),
    ...(isUnreachable && exchanges.length > 0
      ? [paragraph(`Nothing answers at ${mock}. Start the mock, or choose recorded examples.`)]
      : []),
  );
}

function heading(text: string): HTMLElement {
  const element = document.createElement("p");
  element.className = "console-heading";
  element.textContent = text;
  return element;
}

function paragraph(text: string): HTMLElement {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

function code(text: string): HTMLElement {
  const element = document.createElement("pre");
  element.tabIndex = 0;
  element.textContent = text;
  return element;
}

function pretty(text: string): string {
  try {
    return toText(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Integers beyond 2^53 are bigints, which JSON knows not. */
function toText(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? `${one}n` : one), 2);
}
