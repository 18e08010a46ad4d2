// Trust as a cord: whole up to its value. Attributes only, so that no style stands in the page.

const START = 8;
const UNIT = 3.84;

/**
 * @param {Element | null} cord
 * @param {number} trust
 */
export function drawCord(cord, trust) {
  if (!cord) return;
  const width = (trust * UNIT).toFixed(1);
  for (const part of cord.querySelectorAll(".hemp, .bound")) part.setAttribute("width", width);
  cord.querySelector(".frayed")?.setAttribute("transform", `translate(${(START + trust * UNIT).toFixed(1)} 12)`);
}

/**
 * Marks what was won or lost between two values.
 * @param {Element | null} cord
 * @param {number} before
 * @param {number} after
 */
export function markChange(cord, before, after) {
  const from = (START + Math.min(before, after) * UNIT).toFixed(1);
  const width = (Math.abs(after - before) * UNIT).toFixed(1);
  for (const part of cord?.querySelectorAll(".moved, .parted") ?? []) {
    part.setAttribute("x", from);
    part.setAttribute("width", width);
  }
  cord?.classList.toggle("is-gain", after > before);
}

/**
 * Lets the cord and its number go from one value to the other.
 * @param {(trust: number) => void} show
 * @param {number} before
 * @param {number} after
 * @param {number} ms
 * @returns {() => void} arrives at once
 */
export function moveTrust(show, before, after, ms) {
  const begun = performance.now();
  let frame = requestAnimationFrame(step);
  /** @param {number} now */
  function step(now) {
    const part = Math.min(1, Math.max(0, (now - begun) / ms));
    show(before + (after - before) * (1 - (1 - part) ** 3));
    if (part < 1) frame = requestAnimationFrame(step);
  }
  return () => {
    cancelAnimationFrame(frame);
    show(after);
  };
}
