import { beforeAll, test } from "vitest";
import type { TestAPI } from "vitest";
import { loadDescription } from "./load-description.js";
import { startMock } from "./start-mock.js";
import type { Mock, MockOptions } from "./start-mock.js";

/** Milliseconds. Descriptions load in one to two seconds; a busy machine needs a multiple. */
const LOADING_TIME = 60_000;

/**
 * Vitest's `test` with a fixture `mock`: a mock of its own for each test that asks for it, closed
 * when the test ends. Tests that run at once do not see each other's requests.
 *
 * @param options What {@link startMock} takes.
 *
 * @example
 * import { mockTest } from "@parley/mock/vitest";
 *
 * const test = mockTest({ provider: "respond-io" });
 *
 * test("a contact is greeted", async ({ mock, expect }) => {
 *   await greet(createRespondIo({ token: "any", baseUrl: mock.url }), "id:1");
 *   expect(mock.requests.map(({ operation }) => operation)).toEqual(["messages.send"]);
 * });
 */
export function mockTest(options: MockOptions): TestAPI<{ mock: Mock }> {
  // A large description takes seconds to load, which the first test's own time must not pay for.
  beforeAll(() => loadDescription(options).then(() => undefined), LOADING_TIME);
  return test.extend<{ mock: Mock }>({
    // Vitest reads from the pattern which fixtures this one needs, and takes no name in its place.
    // oxlint-disable-next-line eslint/no-empty-pattern
    mock: async ({}, use) => {
      const mock = await startMock(options);
      await use(mock);
      await mock.close();
    },
  });
}
