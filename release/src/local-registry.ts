import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loopbackRegistry } from "./loopback.ts";
import { npmEnvironment } from "./npm-environment.ts";
import { root } from "./packed-packages.ts";
import { run } from "./run.ts";

/** A registry on this machine. */
export interface LocalRegistry {
  /** `http://127.0.0.1:4873/` */
  readonly url: string;
  stop(): Promise<void>;
}

/** Milliseconds that a registry may take to answer; it does in one to two seconds. */
const START = 60_000;

/**
 * Starts verdaccio on a free port of the loopback interface, with nothing in it and without an
 * uplink: it asks no other registry for anything.
 *
 * @param folder - where it keeps its files
 */
export async function startLocalRegistry(folder: string): Promise<LocalRegistry> {
  mkdirSync(folder, { recursive: true });
  const url = `http://127.0.0.1:${await freePort()}/`;
  const config = join(folder, "config.yaml");
  writeFileSync(
    config,
    `storage: ./storage
uplinks: {}
packages:
  "**": { access: $all, publish: $anonymous }
max_body_size: 100mb
log: { type: stdout, format: pretty, level: warn }
`,
  );
  const binary = join(root, "release", "node_modules", "verdaccio", "bin", "verdaccio");
  const server = spawn(process.execPath, [binary, "--config", config, "--listen", url], {
    cwd: folder,
    // It warns of superusers, which containers of CI have.
    env: { ...npmEnvironment("nothing"), NODE_NO_WARNINGS: "1" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exit = once(server, "exit");
    server.kill();
    await exit;
  };
  process.on("exit", () => server.kill());
  const end = Date.now() + START;
  while (!(await answers(url))) {
    if (server.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`The local registry did not start at ${url}; its output is above.`);
    }
    await sleep(100);
  }
  return { url, stop };
}

/**
 * Publishes tarballs to a registry on this machine, with settings of its own: neither the user's
 * registry nor the user's credentials are known to it.
 *
 * @throws Error - the registry is not on this machine; nothing was sent.
 */
export function publishLocally(tarballs: Iterable<string>, address: string, folder: string): void {
  const registry = loopbackRegistry(address);
  const settings = join(folder, "npmrc");
  // npm asks for credentials, the registry for none.
  writeFileSync(settings, `//${new URL(registry).host}/:_authToken=none\n`);
  for (const tarball of tarballs) {
    // A scope's registry would win over --registry.
    const flags = ["--registry", registry, `--@parley:registry=${registry}`];
    const own = ["--userconfig", settings, "--globalconfig", join(folder, "none")];
    run("npm", ["publish", tarball, "--access", "public", ...flags, ...own], {
      cwd: folder,
      env: npmEnvironment("nothing"),
    });
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}-/ping`)).ok;
  } catch {
    // Not yet.
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
