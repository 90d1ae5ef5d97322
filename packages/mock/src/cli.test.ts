import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";

const command = join(import.meta.dirname, "..", "bin", "parley-mock.js");
const split = join(import.meta.dirname, "test-helpers", "split", "openapi.yaml");

// A process of its own takes a while to load, the more so where other tests run.
vi.setConfig({ testTimeout: 30_000 });

/** Runs the built command; `output` grows as it prints. */
function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [command, ...args]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const result = { child, output: "", exit: once(child, "exit") };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (result.output += text));
  }
  return result;
}

/** Waits until the command has printed something. */
async function printed(running: ReturnType<typeof run>, pattern: RegExp): Promise<void> {
  while (!pattern.test(running.output)) await once(running.child.stdout, "data");
}

test("it serves several descriptions, says where, and logs requests with what is wrong in them", async () => {
  const running = run(split, split, "--port", "0");
  await printed(running, /Ctrl\+C/);
  const urls = [...running.output.matchAll(/baseUrl: "([^"]+)"/g)].map(([, url = ""]) => url);
  expect(new Set(urls).size).toBe(2);
  for (const url of urls) {
    expect(await (await fetch(`${url}/ping?x=1`)).json()).toEqual({ pong: true });
  }
  await printed(running, /no query parameter x[^]*no query parameter x/);
  expect(running.output).toContain(`${split} GET /ping?x=1 200 ping.get`);

  running.child.kill("SIGTERM");
  expect(await running.exit).toEqual([0, null]);
});

test("it says where tokens come from, so that a client asks no real server for them", async () => {
  const running = run("sinch", "--port", "0");
  await printed(running, /Ctrl\+C/);
  expect(running.output).toMatch(
    /\{ baseUrl: "(http:\/\/127\.0\.0\.1:\d+)", tokenUrl: "\1\/oauth2\/token" \}/,
  );
});

test.for([
  [["nobody"], 'There is no provider "nobody", only '],
  [[], "Give a provider ("],
  [[split, "--port", "x"], '--port takes a number from 0 to 65535, not "x"'],
  [["./none.yaml"], "There is no description at"],
  [[split, "--prot", "1"], "Unknown option '--prot'"],
] as const)("%j ends with an error that says what to do", async ([args, message]) => {
  const running = run(...args);
  expect(await running.exit).toEqual([1, null]);
  expect(running.output).toContain(`parley-mock: ${message}`);
});

test("each description gets the port after the one before it", async () => {
  const blocker = createServer();
  await once(blocker.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void blocker.close());
  // A server that listens on a port has an address with one.
  const { port } = blocker.address() as AddressInfo;
  const running = run(split, split, "--port", String(port - 1));
  expect(await running.exit).toEqual([1, null]);
  // Where something else has the first port, that is said instead.
  expect(running.output).toMatch(new RegExp(`Port (?:${port}|${port - 1}) of 127.0.0.1 is taken`));
});

test("--help prints the usage", async () => {
  const running = run("--help");
  expect(await running.exit).toEqual([0, null]);
  expect(running.output).toContain("Usage: parley-mock <provider|file>...");
});
