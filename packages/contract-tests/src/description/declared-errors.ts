import type { DescribedMethod } from "./described-method.js";

/** An error that a method declares, as one example of it. */
export interface DeclaredError {
  /** A status that the declaration is for. */
  readonly code: number;
  /** The name of the example; undefined where there is none. */
  readonly example: string | undefined;
  /** Null where the error has no body, as `Headers` says it. */
  readonly mediaType: string | null;
  /** Undefined where the error has none. */
  readonly body: unknown;
  /** The pointer to the schema of the body. */
  readonly schema: string | undefined;
}

/** Every declared error of a method, once for each example. */
export function declaredErrors(method: DescribedMethod): readonly DeclaredError[] {
  const statuses = method.responses.map(({ status }) => status);
  return method.responses
    .filter(({ status }) => !/^[123]/.test(status))
    .flatMap(({ status, contents }): DeclaredError[] => {
      const code = codeOf(status, statuses);
      if (contents.length === 0) {
        return [{ code, example: undefined, mediaType: null, body: undefined, schema: undefined }];
      }
      return contents.flatMap(({ mediaType, schema, examples }) =>
        Object.entries(examples).map(([example, body]) => ({
          code,
          example,
          mediaType,
          body,
          schema,
        })),
      );
    });
}

/** A status that a declaration is for, and no narrower one. */
function codeOf(status: string, declared: readonly string[]): number {
  if (/^\d{3}$/.test(status)) return Number(status);
  const codes = Array.from({ length: 200 }, (_, index) => 400 + index);
  const code = codes.find(
    (candidate) =>
      !declared.includes(String(candidate)) &&
      (status === "default"
        ? !declared.includes(rangeOf(candidate))
        : status === rangeOf(candidate)),
  );
  if (code === undefined) throw new Error(`Every status that ${status} is for has its own answer.`);
  return code;
}

function rangeOf(code: number): string {
  return `${Math.floor(code / 100)}XX`;
}
