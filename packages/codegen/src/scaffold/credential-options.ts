import type { Credentials } from "../import/choose-credentials.js";
import { camelCaseOf, wordsOf } from "../import/words.js";

/** A client option that holds a secret. */
export interface CredentialOption {
  /** `token`. */
  readonly name: string;
  /** `ACME_TOKEN`. */
  readonly environmentVariable: string;
  /** What it is, as a sentence without its end. */
  readonly description: string;
}

/** How a client of a provider authenticates, in code. */
export interface CredentialCode {
  readonly options: readonly CredentialOption[];
  /** What the module imports of the runtime for it. */
  readonly imports: readonly string[];
  /** Makes the authenticator of variables that are called like the options. */
  readonly authenticator: string;
  /** The header in which a request has the options' values `a` and `b`, and the value it then has. */
  readonly sent: { readonly header: string; readonly value: string } | undefined;
  /** Where access tokens come from. */
  readonly tokenUrl: string | undefined;
}

/**
 * The options that a kind of credentials needs.
 *
 * @param provider - `acme-chat`, after which environment variables are named.
 */
export function credentialCode(credentials: Credentials, provider: string): CredentialCode {
  const variable = (name: string): string =>
    [...wordsOf(provider), ...wordsOf(name)].join("_").toUpperCase();
  const option = (name: string, description: string): CredentialOption => ({
    name,
    environmentVariable: variable(name),
    description,
  });
  switch (credentials.kind) {
    case "none":
      return {
        options: [],
        imports: [],
        authenticator: "() => ({})",
        sent: undefined,
        tokenUrl: undefined,
      };
    case "bearer":
      return {
        options: [option("token", "The access token")],
        imports: ["bearer"],
        authenticator: "bearer(token)",
        sent: { header: "authorization", value: "Bearer a" },
        tokenUrl: undefined,
      };
    case "basic":
      return {
        options: [option("username", "The user id"), option("password", "The password")],
        imports: ["basic"],
        authenticator: "basic(username, password)",
        // RFC 7617: the Base64 of a:b.
        sent: { header: "authorization", value: "Basic YTpi" },
        tokenUrl: undefined,
      };
    case "oauth2":
      return {
        options: [
          option("clientId", "The client identifier"),
          option("clientSecret", "The client secret"),
        ],
        imports: ["clientCredentials"],
        authenticator:
          "clientCredentials({ tokenUrl, clientId, clientSecret, fetch, clock, random })",
        sent: { header: "authorization", value: "Bearer t" },
        tokenUrl: credentials.tokenUrl,
      };
    case "headers":
    default:
      return headerCode(credentials.fields, provider, option);
  }
}

function headerCode(
  fields: readonly string[],
  provider: string,
  option: (name: string, description: string) => CredentialOption,
): CredentialCode {
  const taken = new Set<string>();
  const options = fields.map((field) => {
    const wanted = headerOption(field, provider, fields.length === 1);
    let name = TAKEN.has(wanted) ? `${wanted}Key` : wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}Key${number}`;
    taken.add(name);
    return { field, option: option(name, `The value of the header ${field}`) };
  });
  const entries = options.map(
    (each) => `${JSON.stringify(each.field.toLowerCase())}: ${each.option.name}`,
  );
  return {
    options: options.map((each) => each.option),
    imports: ["headerCredentials"],
    authenticator: `headerCredentials({ ${entries.join(", ")} })`,
    sent: { header: (fields[0] ?? "").toLowerCase(), value: "a" },
    tokenUrl: undefined,
  };
}

/** Options that every client has, what the factory calls its own variables, and words of JavaScript. */
const TAKEN: ReadonlySet<string> = new Set(
  [
    "baseUrl clock deadline environment fetch headers logger maxResponseBytes middleware random",
    "rateLimit retry timeout tokenUrl validate",
    "basic bearer client options operations paths provider webhooks",
    "arguments await break case catch class const continue debugger default delete do else enum eval",
    "export extends false finally for function if implements import in instanceof interface let new",
    "null package private protected public return static super switch this throw true try typeof",
    "undefined var void while with yield",
  ].flatMap((words) => words.split(" ")),
);

/** `X-Acme-Api-Key` of acme is called `apiKey`, and a lone `Authorization` is a token. */
function headerOption(field: string, provider: string, isAlone: boolean): string {
  const own = new Set(["x", ...wordsOf(provider)]);
  const words = wordsOf(field).filter((word) => !own.has(word));
  const name = camelCaseOf(words.join("") === "apikey" ? ["api", "key"] : words);
  return isAlone && (name === "authorization" || name === "") ? "token" : name || "key";
}
