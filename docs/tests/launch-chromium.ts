import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const BINARY = "/usr/bin/chromium";

// Without them it looks for updates and hosts of its own, which is not what is tested.
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts Debian's Chromium, which is installed where it is missing.
 *
 * @throws Error - there is none and none can be installed; the message says what to do.
 */
export function launchChromium(): Promise<Browser> {
  if (!existsSync(BINARY)) installChromium();
  return chromium.launch({ executablePath: BINARY, args: ARGUMENTS });
}

function installChromium(): void {
  const advice = `install Chromium, so that ${BINARY} is there (Debian: sudo apt-get install chromium)`;
  if (process.getuid?.() !== 0) {
    throw new Error(`The tests of the documentation need a browser: ${advice}.`);
  }
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const args of [["update"], ["install", "--yes", "--no-install-recommends", "chromium"]]) {
      execFileSync("apt-get", ["--quiet", ...args], {
        env,
        stdio: ["ignore", "ignore", "inherit"],
      });
    }
  } catch (cause) {
    throw new Error(`Debian's chromium could not be installed: ${advice}.`, { cause });
  }
  if (!existsSync(BINARY)) throw new Error(`chromium was installed, but is not there: ${advice}.`);
}
