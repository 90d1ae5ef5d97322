import type { MediaType, Named } from "../description/openapi.js";

/** How a body of a media type is read. */
export function readingOf(mediaType: string): "json" | "text" | "binary" {
  const essence = essenceOf(mediaType);
  // RFC 6839: a structured syntax suffix of +json is JSON too. What may be anything is tried as JSON.
  if (essence === "application/json" || essence.endsWith("+json") || essence === "*/*")
    return "json";
  return essence.startsWith("text/") || /[/+]xml$/.test(essence) ? "text" : "binary";
}

/** A media type of `content`, with what it holds. */
export type Content = readonly [mediaType: string, value: MediaType];

// The first that a body has is the one that is sent.
const REQUEST_PREFERENCE: readonly ((essence: string) => boolean)[] = [
  (essence) => essence === "application/json",
  (essence) => essence.endsWith("+json"),
  (essence) => essence === "multipart/form-data",
  (essence) => essence === "application/x-www-form-urlencoded",
  (essence) => essence.startsWith("text/"),
  () => true,
];

/** The media type in which a request body is sent. */
export function requestContent(content: Named<MediaType>): Content | undefined {
  const entries = Object.entries(content);
  for (const isPreferred of REQUEST_PREFERENCE) {
    const entry = entries.find(([mediaType]) => isPreferred(essenceOf(mediaType)));
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** The media type without its parameters, in lower case (RFC 9110, section 8.3.1). */
export function essenceOf(mediaType: string): string {
  return (mediaType.split(";", 1)[0] ?? "").trim().toLowerCase();
}
