import { describe, expect, it } from "vitest";
import { createRetryBudget } from "./retry-budget.js";

/** How many takes of one cost a budget allows. */
function takes(budget: ReturnType<typeof createRetryBudget>, cost: number): number {
  let count = 0;
  while (budget.take(cost)) count += 1;
  return count;
}

describe("a retry budget", () => {
  it.each([
    [5, 100],
    [10, 50],
    [500, 1],
    [501, 0],
  ])("of 500 tokens pays what costs %d %d times", (cost, times) => {
    expect(takes(createRetryBudget(), cost)).toBe(times);
  });

  it("takes nothing when there is not enough left", () => {
    const budget = createRetryBudget();
    budget.take(495);
    expect(budget.take(10)).toBe(false);
    expect(budget.take(5)).toBe(true);
    expect(budget.take(1)).toBe(false);
  });

  it.each([
    ["what the last retry cost", 5, 5],
    ["what a retry after a timeout cost", 10, 10],
    ["one token where there was no retry", 0, 1],
  ])("gets back %s after a success", (_name, cost, tokens) => {
    const budget = createRetryBudget();
    budget.take(500);
    budget.refund(cost);
    expect(takes(budget, 1)).toBe(tokens);
  });

  it("never holds more than 500 tokens", () => {
    const budget = createRetryBudget();
    for (let success = 0; success < 1000; success++) budget.refund(10);
    expect(takes(budget, 1)).toBe(500);
  });

  it("is each client's own", () => {
    takes(createRetryBudget(), 5);
    expect(takes(createRetryBudget(), 5)).toBe(100);
  });
});
