import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import type { FleetSettings, FleetTask } from "./test-helpers/fleet-member.js";
import { connectClient, uniquePrefix } from "./test-helpers/redis.js";

const MEMBER = join(import.meta.dirname, "test-helpers", "fleet-member.ts");
const PROCESSES = 4;
const HOUR = 3_600_000;

/** Starts processes that share a Redis, each ready to be told what to do. */
async function startFleet(processes: number, tokenUrl = "https://auth.example.com/token") {
  const settings: FleetSettings = {
    redisUrl: inject("redisUrl"),
    prefix: uniquePrefix(),
    tokenUrl,
    encryptionKey: randomBytes(32).toString("base64"),
  };
  const members = Array.from({ length: processes }, () => {
    const member = fork(MEMBER, [JSON.stringify(settings)], { execArgv: [] });
    onTestFinished(() => void member.kill("SIGKILL"));
    return member;
  });
  await Promise.all(members.map((member) => once(member, "message")));
  const tellAll = (task: FleetTask) => Promise.all(members.map((member) => tell(member, task)));
  return { members, tellAll, prefix: settings.prefix };
}

async function tell(member: ChildProcess, task: FleetTask): Promise<unknown> {
  member.send(task);
  // What the member answers with.
  const [answer] = (await once(member, "message")) as [{ result?: unknown; error?: string }];
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.result;
}

/** A token endpoint that takes its time, so that requests overlap: token-1, token-2 and so on. */
async function startTokenEndpoint(answer = giveToken) {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume();
    asked += 1;
    answer(response, asked);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}/token`, asked: () => asked };
}

function giveToken(response: ServerResponse, count: number): void {
  setTimeout(() => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ access_token: `token-${count}`, expires_in: 3600 }));
  }, 100);
}

describe("four processes over one Redis", () => {
  it("are given exactly as many places as the limit has, whoever asks first", async () => {
    const { tellAll } = await startFleet(PROCESSES);
    const counts = await tellAll({ do: "take", calls: 250, requests: 137 });
    expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBe(137);
    expect(await tellAll({ do: "take", calls: 10, requests: 137 })).toEqual([0, 0, 0, 0]);
  });

  it("make exactly one token request for 1,000 calls, and one more when the token has ended", async () => {
    const endpoint = await startTokenEndpoint();
    const { tellAll } = await startFleet(PROCESSES, endpoint.url);
    const first = await tellAll({ do: "call", calls: 250, later: 0 });
    expect(first).toEqual(Array.from({ length: PROCESSES }, () => ["200 Bearer token-1"]));
    expect(endpoint.asked()).toBe(1);
    const second = await tellAll({ do: "call", calls: 250, later: HOUR });
    expect(second).toEqual(Array.from({ length: PROCESSES }, () => ["200 Bearer token-2"]));
    expect(endpoint.asked()).toBe(2);
  });

  it("make exactly one token request when the API refuses the token that they share", async () => {
    const endpoint = await startTokenEndpoint();
    const { tellAll } = await startFleet(PROCESSES, endpoint.url);
    await tellAll({ do: "call", calls: 1, later: 0 });
    // The token is old enough for a refusal to mean the token.
    const refused = "Bearer token-1";
    const after = await tellAll({ do: "call", calls: 250, later: HOUR / 2, refused });
    expect(after).toEqual(Array.from({ length: PROCESSES }, () => ["200 Bearer token-2"]));
    expect(endpoint.asked()).toBe(2);
  });
});

describe("a process that is killed while it asks for a token", () => {
  it("holds up the others no longer than its lock lives", async () => {
    const asked = new EventEmitter();
    const endpoint = await startTokenEndpoint((response, count) => {
      // The first is never answered.
      if (count === 1) asked.emit("first");
      else giveToken(response, count);
    });
    const { members, prefix } = await startFleet(2, endpoint.url);
    const [doomed, survivor] = members;
    if (doomed === undefined || survivor === undefined)
      throw new Error("The fleet has no members.");
    const isAsked = once(asked, "first");
    doomed.send({ do: "call", calls: 1, later: 0 } satisfies FleetTask);
    await isAsked;
    doomed.kill("SIGKILL");
    const result = tell(survivor, { do: "call", calls: 1, later: 0 });
    const client = await connectClient();
    const locks = await client.keys(`${prefix}:*:lock`);
    expect(locks).toHaveLength(1);
    const life = await client.pTTL(locks[0] ?? "");
    expect(life).toBeGreaterThan(0);
    expect(life).toBeLessThanOrEqual(10_000);
    // Ten seconds pass at once.
    await client.pExpire(locks[0] ?? "", 1);
    expect(await result).toEqual(["200 Bearer token-2"]);
  });
});
