import { realpath } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { BaseResolver, isAbsoluteUrl } from "@redocly/openapi-core";
import { checkTree } from "./check-tree.js";
import { displayPath } from "./redocly-problems.js";

/**
 * Reads files of one folder alone: what the network answers is another thing tomorrow, and a
 * description that somebody else wrote must not bring other files of this machine into what is
 * generated, and published.
 *
 * @param folder - The folder of the description.
 */
export function fileResolver(folder: string): BaseResolver {
  const resolver = new BaseResolver();
  const load = resolver.loadExternalRef.bind(resolver);
  const parse = resolver.parseDocument.bind(resolver);
  resolver.loadExternalRef = async (reference) => {
    if (isAbsoluteUrl(reference)) {
      throw new Error(`${reference} is not a file: keep a copy beside the description.`);
    }
    await checkInside(reference, folder);
    return load(reference);
  };
  resolver.parseDocument = (source, isRoot) => {
    const document = parse(source, isRoot);
    // Of what a `$ref` leads to, Redocly tells what is amiss with the place of the `$ref`.
    checkTree(document.parsed, displayPath(source.absoluteRef));
    return document;
  };
  return resolver;
}

/** Reads nothing: all that a bundle needs is in it. */
export function closedResolver(): BaseResolver {
  const resolver = new BaseResolver();
  resolver.loadExternalRef = (reference) =>
    Promise.reject(new Error(`${reference} is no part of the bundle.`));
  return resolver;
}

function isInside(path: string, parent: string): boolean {
  const way = relative(parent, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function checkInside(file: string, folder: string): Promise<void> {
  const fault = `${displayPath(file)} is outside of the description's folder: keep a copy in it.`;
  if (!isInside(resolve(file), resolve(folder))) throw new Error(fault);
  // A symbolic link may lead out as well. One that leads nowhere is told by who reads it.
  const real = await realpath(file).catch(() => undefined);
  if (real !== undefined && !isInside(real, await realpath(folder))) throw new Error(fault);
}
