import assert from "node:assert/strict";
import { test } from "node:test";
import { ATTEMPTS, delayBefore } from "../../static/codex/js/client/backoff.js";

test("ten attempts, each half as long again, 10 s at most", () => {
  const waits = Array.from({ length: ATTEMPTS }, (_, index) => delayBefore(index + 1, () => 0));
  assert.deepEqual(waits, [1000, 1500, 2250, 3375, 5063, 7594, 10000, 10000, 10000, 10000]);
});

test("chance adds at most a twentieth, takes nothing away, and never goes beyond 10 s", () => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const [shortest, longest] = [delayBefore(attempt, () => 0), delayBefore(attempt, () => 0.999999)];
    assert.ok(longest >= shortest && longest <= Math.min(10_000, shortest * 1.05 + 1));
    assert.ok(shortest === 10_000 || longest > shortest, "browsers differ");
  }
});
