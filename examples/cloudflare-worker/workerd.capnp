using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    # Where the Worker's own fetch goes. "private" lets it reach a mock on this machine.
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "worker")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "dist/worker.js")],
  compatibilityDate = "2026-11-01",
  bindings = [
    (name = "RESPOND_IO_TOKEN", fromEnvironment = "RESPOND_IO_TOKEN"),
    (name = "RESPOND_IO_BASE_URL", fromEnvironment = "RESPOND_IO_BASE_URL"),
  ],
);
