// How long to wait before each attempt. Pure.

export const ATTEMPTS = 10;
const FIRST_MS = 1000;
const FACTOR = 1.5;
const MOST_MS = 10_000;
/** A server that starts again should not be asked by all its browsers in the same instant. Only longer: who counts on a wait gets it. */
const SPREAD = 0.05;

/**
 * The wait before an attempt, counted from 1: 1 s, 1.5 s, 2.25 s … 10 s; below those 10 s up to a twentieth longer by chance.
 * @param {number} attempt
 * @param {() => number} [random]
 */
export function delayBefore(attempt, random = Math.random) {
  const whole = FIRST_MS * FACTOR ** (attempt - 1);
  return Math.round(Math.min(MOST_MS, whole * (1 + SPREAD * random())));
}
