// How long to wait before each attempt. Pure.

export const ATTEMPTS = 10;
const FIRST_MS = 1000;
const FACTOR = 1.5;
const MOST_MS = 10_000;
/** A table's eight browsers, thrown out together, should not come back in the same instant. */
const JITTER = 0.2;

/**
 * The wait before an attempt, counted from 1: 1 s, 1.5 s, 2.25 s … 10 s, up to a fifth shorter by chance.
 * @param {number} attempt
 * @param {() => number} [random]
 */
export function delayBefore(attempt, random = Math.random) {
  const whole = Math.min(MOST_MS, FIRST_MS * FACTOR ** (attempt - 1));
  return Math.round(whole * (1 - JITTER * random()));
}
