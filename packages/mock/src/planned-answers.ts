import { nearestName } from "./nearest-name.js";
import { declaredResponse, successStatus } from "./operation-table.js";
import type { MockOperation } from "./operation-table.js";

/** An answer that a test plans for a method. */
export interface PlannedAnswer {
  /** Default: the method's success. One that the description does not declare needs a `body`. */
  readonly status?: number;
  /** The name of the example to answer with. Default: the first one of the status. */
  readonly example?: string;
  /** Headers beside the example's own; they win over those. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in place of an example: a string as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** A planned answer that was taken from the queue of its method. */
interface TakenAnswer {
  readonly method: string;
  readonly answer: PlannedAnswer;
  /** Puts it back at the head of the queue. */
  giveBack(): void;
}

/** What was planned, method by method. */
export interface PlannedAnswers {
  /** Adds answers for the next requests of a method. Throws when the description has no such answer. */
  add(method: string, answers: readonly PlannedAnswer[]): void;
  /** Takes the next answer of the first of these methods that has one. */
  take(methods: readonly string[]): TakenAnswer | undefined;
  clear(): void;
}

/** The plans for the operations of a description. */
export function createPlannedAnswers(operations: readonly MockOperation[]): PlannedAnswers {
  const queues = new Map<string, PlannedAnswer[]>();
  const operationOf = new Map(
    operations.flatMap((operation) =>
      Object.keys(operation.methods).map((method) => [method, operation] as const),
    ),
  );

  return {
    add(method, answers) {
      const operation = operationOf.get(method);
      if (operation === undefined) {
        const nearest = nearestName(operationOf.keys(), method);
        throw new Error(
          `The description has no method ${method}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`,
        );
      }
      for (const answer of answers) check(method, operation, answer);
      queues.set(method, [...(queues.get(method) ?? []), ...answers]);
    },
    take(methods) {
      for (const method of methods) {
        const answer = queues.get(method)?.shift();
        if (answer !== undefined) {
          return { method, answer, giveBack: () => void queues.get(method)?.unshift(answer) };
        }
      }
      return undefined;
    },
    clear: () => queues.clear(),
  };
}

function check(method: string, operation: MockOperation, answer: PlannedAnswer): void {
  if (answer.body !== undefined) return;
  const status = answer.status ?? successStatus(operation);
  const response = status === undefined ? undefined : declaredResponse(operation, status);
  if (response === undefined) {
    throw new Error(
      `${method} declares no answer ${status}, only ${Object.keys(operation.responses).join(", ")}. Plan one of these, or give the answer's body.`,
    );
  }
  const names = Object.values(response.content ?? {}).flatMap(({ examples }) =>
    Object.keys(examples ?? {}),
  );
  if (answer.example !== undefined && !names.includes(answer.example)) {
    throw new Error(
      `The ${status} answer of ${method} has no example ${answer.example}${names.length === 0 ? "" : `, only ${names.join(", ")}`}.`,
    );
  }
}
