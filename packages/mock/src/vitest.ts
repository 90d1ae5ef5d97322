import { test } from "vitest";
import type { TestAPI } from "vitest";
import { startMock } from "./start-mock.js";
import type { Mock, MockOptions } from "./start-mock.js";

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
