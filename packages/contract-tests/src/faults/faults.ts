import { gzipSync } from "node:zlib";
import type { Exchange, Fault } from "./fault-server.js";

/** What a server sends that is well. */
export const RESULT = { id: 7, name: "größe" };

const json = JSON.stringify(RESULT);
const packed = gzipSync(json);

// Unpacks to more than the client of these tests takes, and is small itself.
const bomb = gzipSync(Buffer.alloc(20_000_000, 32));

/** A status and a body as a server means them. */
export function answering(
  status: number,
  body: string | Buffer = json,
  headers: Readonly<Record<string, string | number>> = {},
): Fault["act"] {
  return ({ answer }) => {
    answer.writeHead(status, { "content-type": "application/json", ...headers });
    answer.end(body);
  };
}

/** Bytes that no HTTP library would write. */
function raw(text: string, then: "end" | "keep" = "end"): Fault["act"] {
  return ({ socket }) => void (then === "end" ? socket.end(text) : socket.write(text));
}

/** An answer that begins, and then what becomes of it. */
function beginning(then: (exchange: Exchange) => void, withBody: boolean): Fault["act"] {
  return (exchange) => {
    const { answer } = exchange;
    answer.writeHead(200, {
      "content-type": "application/json",
      "content-length": json.length + 1,
    });
    // Sent before anything else happens to the socket.
    if (withBody) answer.write(json.slice(0, 5), () => then(exchange));
    else {
      answer.flushHeaders();
      setImmediate(() => then(exchange));
    }
  };
}

const reset = ({ socket }: Exchange) => socket.resetAndDestroy();
const stall = (exchange: Exchange) => exchange.stall();

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/** A 429 whose Retry-After is this. */
export function limited(retryAfter: string): Fault {
  return { refuses: true, act: answering(429, "{}", { "retry-after": retryAfter }) };
}

/** The name of a fault. */
export type FaultName =
  | "none"
  | "a reset before the body is read"
  | "a reset after the body"
  | "a reset after headers"
  | "a reset in the body"
  | "an end without an answer"
  | "no headers"
  | "no body"
  | "a body that stops"
  | "a body byte by byte"
  | "JSON that is cut off"
  | "HTML with 200"
  | "an empty body"
  | "a length that is too long"
  | "a length that is too short"
  | "two lengths"
  | "chunks that are none"
  | "a gzip bomb"
  | "gzip"
  | "gzip that is none"
  | "gzip that is cut off"
  | "a 408"
  | "a 500"
  | "a 503 with HTML"
  | "a 404"
  | "interim answers"
  | "a 100 that nobody asked for"
  | "many headers"
  | "a flood of headers"
  | "headers without an end"
  | "a 204 with a body"
  | "no HTTP"
  | "a 429 at once"
  | "a 429 in a while"
  | "a 429 with a negative Retry-After"
  | "a 429 with a past date"
  | "a 429 with garbage"
  | "a 429 for years"
  | "a 429 for a century";

/** Everything that a server, or what stands before it, was seen to do. */
export const faults: Readonly<Record<FaultName, Fault>> = {
  none: { act: answering(200) },
  "a reset before the body is read": { beforeBody: true, act: reset },
  "a reset after the body": { act: reset },
  "a reset after headers": { act: beginning(reset, false) },
  "a reset in the body": { act: beginning(reset, true) },
  "an end without an answer": { act: ({ socket }) => void socket.end() },
  "no headers": { act: stall },
  "no body": { act: beginning(stall, false) },
  "a body that stops": { act: beginning(stall, true) },
  "a body byte by byte": {
    act({ answer }) {
      answer.writeHead(200, { "content-type": "application/json" });
      const bytes = Buffer.from(json);
      let at = 0;
      const next = () => {
        if (at < bytes.length)
          answer.write(bytes.subarray(at, (at += 1)), () => setImmediate(next));
        else answer.end();
      };
      next();
    },
  },
  "JSON that is cut off": { act: answering(200, json.slice(0, -3)) },
  "HTML with 200": { act: answering(200, "<html>Sign in</html>", { "content-type": "text/html" }) },
  "an empty body": { act: answering(200, "") },
  "a length that is too long": { act: raw(`${HEAD}content-length: 999\r\n\r\n${json}`) },
  "a length that is too short": { act: raw(`${HEAD}content-length: 5\r\n\r\n${json}`, "keep") },
  "two lengths": { act: raw(`${HEAD}content-length: 5\r\ncontent-length: 9\r\n\r\n${json}`) },
  "chunks that are none": { act: raw(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n${json}`) },
  "a gzip bomb": { act: answering(200, bomb, { "content-encoding": "gzip" }) },
  gzip: { act: answering(200, packed, { "content-encoding": "gzip" }) },
  "gzip that is none": { act: answering(200, json, { "content-encoding": "gzip" }) },
  "gzip that is cut off": {
    act: answering(200, packed.subarray(0, -12), { "content-encoding": "gzip" }),
  },
  "a 408": { act: answering(408, "{}") },
  "a 500": { act: answering(500, "{}") },
  "a 503 with HTML": { act: answering(503, "<html>", { "content-type": "text/html" }) },
  "a 404": { refuses: true, act: answering(404, '{"message":"none"}') },
  "interim answers": {
    act(exchange) {
      exchange.answer.writeEarlyHints({ link: "</a>; rel=preload" });
      exchange.answer.writeProcessing();
      answering(200)(exchange);
    },
  },
  "a 100 that nobody asked for": {
    act: raw(`HTTP/1.1 100 Continue\r\n\r\n${HEAD}content-length: 2\r\n\r\n{}`, "keep"),
  },
  "many headers": {
    act: answering(
      200,
      json,
      Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x-${i}`, "v".repeat(50)])),
    ),
  },
  "a flood of headers": {
    act: raw(
      `${HEAD}${"x-flood: vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\r\n".repeat(20_000)}\r\n`,
    ),
  },
  "headers without an end": {
    act(exchange) {
      exchange.socket.write(`${HEAD}x-one: `);
      exchange.stall();
    },
  },
  "a 204 with a body": { act: raw(`HTTP/1.1 204 No Content\r\n\r\n${json}`, "keep") },
  "no HTTP": { act: raw("220 mail.example.com ESMTP\r\n") },
  "a 429 at once": limited("0"),
  "a 429 in a while": limited("2"),
  "a 429 with a negative Retry-After": limited("-5"),
  "a 429 with a past date": limited("Sun, 06 Nov 1994 08:49:37 GMT"),
  "a 429 with garbage": limited("soon, please"),
  "a 429 for years": limited("99999999999"),
  "a 429 for a century": limited("Thu, 01 Jan 2126 00:00:00 GMT"),
};
