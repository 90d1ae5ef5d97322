import { childPointer } from "../description/json-pointer.js";
import type { ModelContext } from "./model-context.js";
import type { ClientParameterModel, MethodModel } from "./model.js";

/** The parameters that are the same for a whole client. */
export function clientParametersOf(
  { document, report }: ModelContext,
  methods: readonly MethodModel[],
): ClientParameterModel[] {
  const settings = Object.entries(document["x-parley-client-parameters"] ?? {});
  return settings.flatMap(([name, { option, environmentVariable }]): ClientParameterModel[] => {
    const parameter = methods
      .flatMap(({ parameters }) => parameters)
      .find((candidate) => candidate.name === name);
    if (parameter === undefined) return [];
    if (option === "environment") {
      report(
        childPointer("#", "x-parley-client-parameters", name, "option"),
        'The client option "environment" chooses the server: choose another name.',
      );
    }
    const { type, documentation, constraints } = parameter;
    return [{ name, option, environmentVariable, type, documentation, constraints }];
  });
}
