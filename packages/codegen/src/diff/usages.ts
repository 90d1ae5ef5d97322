import { isObject } from "../description/json.js";
import { childPointer, pointerKeys, valueAt, type Pointer } from "../description/json-pointer.js";
import type { OpenApiDocument, Parameter } from "../description/openapi.js";
import { resolve } from "../description/references.js";
import type { MethodModel, Model } from "../model/model.js";
import { operationOf } from "./operations.js";

/** A use of a part of a document, by a method or as an event. */
export interface Usage {
  /** `contacts.get`, or the name of an event. */
  readonly user: string;
  readonly place: "parameters" | "body" | "result" | "error" | "event";
  /** How the exported types call the place: `ContactsGetResult`. */
  readonly type: string;
}

/** Where the parts of a document are used: by the pointers at which uses begin. */
export type Usages = ReadonlyMap<Pointer, readonly Usage[]>;

/** Whether who uses it sends it; otherwise it is received. */
export function isSent({ place }: Usage): boolean {
  return place === "parameters" || place === "body";
}

/** Follows what every method and event consists of, through all `$ref`s. */
export function usagesOf(document: OpenApiDocument, model: Model): Usages {
  const usages = new Map<Pointer, Map<string, Usage>>();
  const targets = new Map<Pointer, readonly Pointer[]>();
  const targetsAt = (pointer: Pointer): readonly Pointer[] => {
    const known = targets.get(pointer) ?? targetsIn(valueAt(document, pointer));
    targets.set(pointer, known);
    return known;
  };
  const follow = (start: Pointer, usage: Usage): void => {
    const key = `${usage.user} ${usage.type}`;
    const queue = [start];
    for (let pointer = queue.pop(); pointer !== undefined; pointer = queue.pop()) {
      const here = usages.get(pointer) ?? new Map<string, Usage>();
      if (here.has(key)) continue;
      usages.set(pointer, here.set(key, usage));
      queue.push(...targetsAt(pointer));
    }
  };
  for (const method of model.methods) followMethod(document, method, follow);
  for (const { name } of model.webhooks?.events ?? []) {
    follow(childPointer("#", "webhooks", name), { user: name, place: "event", type: name });
  }
  return new Map([...usages].map(([pointer, here]) => [pointer, [...here.values()]]));
}

/** The uses of whatever is at a pointer: those that begin there, or further out. */
export function usagesAt(usages: Usages, pointer: Pointer): readonly Usage[] {
  const keys = pointerKeys(pointer);
  return keys.flatMap((_key, index) => {
    const ancestor = childPointer("#", ...keys.slice(0, index + 1));
    return usages.get(ancestor) ?? [];
  });
}

function followMethod(
  document: OpenApiDocument,
  method: MethodModel,
  follow: (start: Pointer, usage: Usage) => void,
): void {
  const written = operationOf(document, method);
  if (written === undefined) return;
  const { operation, pointer, pathItem, pathItemPointer, settings } = written;
  const user = method.id;
  const parameters = `${method.typeName}Parameters`;
  for (const [list = [], owner] of [
    [pathItem.parameters, pathItemPointer],
    [operation.parameters, pointer],
  ] as const) {
    list.forEach((parameter, index) => {
      const place = childPointer(owner, "parameters", index);
      const name = resolve<Parameter>(document, parameter, place)?.value.name ?? "";
      if (settings.parameters?.includes(name) === false) return;
      follow(place, { user, place: "parameters", type: `${parameters}.${name}` });
    });
  }
  follow(settings.body ?? childPointer(pointer, "requestBody"), {
    user,
    place: "body",
    type: `${parameters}.body`,
  });
  for (const status of Object.keys(operation.responses ?? {})) {
    const isSuccess = status.startsWith("2");
    if (isSuccess && settings.status !== undefined && settings.status !== status) continue;
    follow(childPointer(pointer, "responses", status), {
      user,
      place: isSuccess ? "result" : "error",
      type: isSuccess ? `${method.typeName}Result` : `${method.typeName}Errors[${status}]`,
    });
  }
}

/** Fields that hold data, in which a `$ref` is none. */
const DATA: ReadonlySet<string> = new Set(["example", "examples", "default", "enum", "const"]);

function targetsIn(value: unknown): Pointer[] {
  if (Array.isArray(value)) return value.flatMap(targetsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "$ref" && typeof inner === "string") return [decodeURIComponent(inner)];
    return DATA.has(key) || key.startsWith("x-") ? [] : targetsIn(inner);
  });
}
