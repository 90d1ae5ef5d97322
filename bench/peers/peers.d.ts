// What the benchmarks use of the peers. They are not installed with the workspace, so that the
// compiler cannot look at them.
declare module "axios" {
  interface AxiosInstance {
    get(path: string, options: object): Promise<{ data: unknown }>;
    post(path: string, body: unknown): Promise<{ data: unknown }>;
  }
  const axios: { create(options: object): AxiosInstance };
  export default axios;
}

declare module "ky" {
  interface KyInstance {
    get(path: string, options: object): { json(): Promise<unknown> };
    post(path: string, options: object): { json(): Promise<unknown> };
  }
  const ky: { create(options: object): KyInstance };
  export default ky;
}

declare module "ofetch" {
  interface OFetch {
    (path: string, options: object): Promise<unknown>;
    create(options: object): OFetch;
  }
  export function createFetch(options: object): OFetch;
}

declare module "openai" {
  export default class OpenAI {
    constructor(options: object);
    get(path: string, options: object): Promise<unknown>;
    post(path: string, options: object): Promise<unknown>;
  }
}

declare module "@octokit/core" {
  export class Octokit {
    static plugin(...plugins: readonly unknown[]): typeof Octokit;
    constructor(options: object);
    request(route: string, parameters: object): Promise<{ data: unknown }>;
  }
}

declare module "@octokit/plugin-retry" {
  export const retry: unknown;
}

declare module "@octokit/plugin-throttling" {
  export const throttling: unknown;
}
