import assert from "node:assert/strict";
import { test } from "node:test";
import { ATTEMPTS, delayBefore } from "../../static/codex/js/client/backoff.js";

test("ten attempts, each half as long again, 10 s at most", () => {
  const waits = Array.from({ length: ATTEMPTS }, (_, index) => delayBefore(index + 1, () => 0));
  assert.deepEqual(waits, [1000, 1500, 2250, 3375, 5063, 7594, 10000, 10000, 10000, 10000]);
});

test("chance takes at most a fifth away and adds nothing", () => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const [longest, shortest] = [delayBefore(attempt, () => 0), delayBefore(attempt, () => 0.999999)];
    assert.ok(shortest >= longest * 0.8 - 1 && shortest < longest);
  }
});
