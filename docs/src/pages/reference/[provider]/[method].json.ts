import type { APIRoute, GetStaticPaths } from "astro";
import type { ConsoleData } from "../../../console/console-data.ts";
import { allReferences } from "../../../reference/all-references.ts";
import type { MethodReference, ProviderReference } from "../../../reference/reference.ts";

export const getStaticPaths = (async () => {
  const references = await allReferences();
  return references.flatMap((reference) =>
    reference.methods.map((method) => ({
      params: { provider: reference.name, method: method.slug },
      props: { reference, method },
    })),
  );
}) satisfies GetStaticPaths;

interface Props {
  readonly reference: ProviderReference;
  readonly method: MethodReference;
}

/** What the console of a method's page has to know. */
export const GET: APIRoute<Props> = ({ props: { reference, method } }) => {
  const { responses, calls, body } = method;
  const data: ConsoleData = {
    provider: reference.name,
    method: method.id,
    basePath: basePath(reference.servers[0]?.url ?? ""),
    calls: calls.map(({ name, parameters }) => ({ name, parameters })),
    answers: responses
      .toSorted((a, b) => Number(b.isSuccess) - Number(a.isSuccess))
      .flatMap(({ examples }) => examples),
    types: Object.fromEntries(responses.map(({ status, type }) => [status, type])),
    files:
      body?.mediaType === "multipart/form-data"
        ? body.schema.properties.filter(({ schema }) => schema.isFile).map(({ name }) => name)
        : [],
  };
  return Response.json(data);
};

/** What stands after the host of a server's URL, which may be a template. */
function basePath(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/, "").replace(/\/$/, "");
}
