import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A Redis of its own, on this machine's loopback interface, that forgets everything when it ends. */
export interface RedisServer {
  /** `redis://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** Stops answering, with connections kept: what a server looks like that hangs. */
  freeze(): void;
  /** Goes on after {@link RedisServer.freeze}. */
  thaw(): void;
  /** Ends it, and removes its folder. */
  stop(): Promise<void>;
}

const BINARIES = ["redis-server", "valkey-server"];

// Debian starts services at their installation unless this script refuses (invoke-rc.d(8)).
const POLICY = "/usr/sbin/policy-rc.d";

/**
 * Starts a Redis or Valkey server, and waits until it answers. Where there is none, Debian's
 * `redis-server` is installed.
 *
 * @param port - Default: any that is free.
 * @param more - Settings of its own: `{ "cluster-enabled": "yes" }`.
 * @throws Error - there is none and none can be installed; the message says what to do.
 */
export async function startRedis(
  port?: number,
  more: Readonly<Record<string, string>> = {},
): Promise<RedisServer> {
  const binary = findBinary() ?? installRedis();
  const chosen = port ?? (await findFreePort());
  const folder = mkdtempSync(join(tmpdir(), "parley-redis-"));
  const options = {
    bind: "127.0.0.1",
    port: chosen,
    dir: folder,
    save: "",
    appendonly: "no",
    ...more,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "inherit"] });
  const kill = () => void child.kill("SIGKILL");
  // Not even a run that breaks off leaves it behind.
  process.once("exit", kill);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    let output = "";
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${binary} ended with ${code}: ${output}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Ready to accept connections")) resolve();
    });
  });
  return {
    url: `redis://127.0.0.1:${chosen}`,
    port: chosen,
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    async stop() {
      process.off("exit", kill);
      kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findBinary(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return BINARIES.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

function installRedis(): string {
  const advice = `install Redis 6.2 or later, or Valkey, so that one of ${BINARIES.join(", ")} is on the PATH`;
  if (process.getuid?.() !== 0) {
    throw new Error(
      `The tests of @parley/redis need a Redis server: ${advice} (Debian: sudo apt-get install redis-server).`,
    );
  }
  const hasPolicy = existsSync(POLICY);
  if (!hasPolicy) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const args of [
      ["update"],
      ["install", "--yes", "--no-install-recommends", "redis-server"],
    ]) {
      execFileSync("apt-get", ["--quiet", ...args], {
        env,
        stdio: ["ignore", "ignore", "inherit"],
      });
    }
  } catch (cause) {
    throw new Error(`Debian's redis-server could not be installed: ${advice}.`, { cause });
  } finally {
    if (!hasPolicy) rmSync(POLICY, { force: true });
  }
  const binary = findBinary();
  if (binary === undefined)
    throw new Error(`redis-server was installed, but is not there: ${advice}.`);
  return binary;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
