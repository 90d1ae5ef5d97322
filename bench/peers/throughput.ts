// Requests a second and CPU a request on loopback, 50 at once.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { KINDS } from "../report.ts";
import type { LastRequest, Started } from "../throughput-server.ts";
import { createClients } from "./clients.ts";
import { checkClients, TOKEN } from "./requests.ts";
import { measureInRounds, runSection } from "./section.ts";

const CALLS = 2000;
const CONCURRENCY = 50;

await runSection(async ({ rounds, folder }) => {
  const server = fork(fileURLToPath(new URL("../throughput-server.ts", import.meta.url)), [TOKEN]);
  const said = async <Message>() => {
    // The server is the benchmarks' own.
    const [message] = (await once(server, "message")) as [Message];
    return message;
  };
  const { url } = await said<Started>();
  const clients = await createClients({ baseUrl: url, folder });
  await checkClients(clients, () => {
    server.send("last");
    return said<LastRequest>();
  });

  const names = Object.keys(clients);
  for (const client of Object.values(clients)) {
    for (const kind of KINDS) await run(client[kind], CALLS);
  }
  const { of, noise } = await measureInRounds(names, rounds, async (name) => {
    const get = await run(clients[name]?.get, CALLS);
    const post = await run(clients[name]?.post, CALLS);
    return { getRate: get.rate, getCpu: get.cpu, postRate: post.rate, postCpu: post.cpu };
  });
  server.kill();
  return {
    title: "Requests a second",
    about:
      "50 at once on loopback, over connections that stay open, and microseconds of the client's CPU a request. axios over Node's http, the Sinch SDK over node-fetch.",
    columns: [
      { title: "GET a second", digits: 0 },
      { title: "to raw fetch", digits: 2 },
      { title: "CPU, us", digits: 0 },
      { title: "POST a second", digits: 0 },
      { title: "to raw fetch", digits: 2 },
      { title: "CPU, us", digits: 0 },
    ],
    rows: names.map((name) => ({
      name,
      figures: [
        of(name, "getRate"),
        of(name, "getRate", "raw fetch"),
        of(name, "getCpu"),
        of(name, "postRate"),
        of(name, "postRate", "raw fetch"),
        of(name, "postCpu"),
      ],
    })),
    noise,
    charted: { column: 0, unit: "GETs", better: "more" },
  };
});

async function run(call: (() => PromiseLike<unknown>) | undefined, count: number) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let left = count;
  const work = async () => {
    while (left-- > 0) await call?.();
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { rate: count / seconds, cpu: (user + system) / count };
}
