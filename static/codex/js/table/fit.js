// Nobody scrolls a screen on the wall: what does not fit into its part of it is set smaller, step by step.
import { $$ } from "../lib/dom.js";

/** In hundredths of the full size. */
const STEP = 5;
const SMALLEST = 40;

/**
 * Keeps `--fit` of each part of a page at the largest size at which the part needs no scrolling, for screens that are wide.
 * @param {HTMLElement} main
 * @param {string} wide a media query
 */
export function keepFitting(main, wide) {
  const isWide = matchMedia(wide);
  const parts = $$(":scope > [data-on]", main);
  const fit = () => parts.forEach((part) => part.hidden || fitPart(part, isWide.matches));
  const watcher = new MutationObserver(fit);
  for (const part of parts) watcher.observe(part, { childList: true, characterData: true, subtree: true, attributeFilter: ["hidden"] });
  // When a window has just changed, the page still has the height that it had; and letters may come when their words stand there already.
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(main);
  document.fonts.addEventListener("loadingdone", fit);
}

/**
 * @param {HTMLElement} part
 * @param {boolean} mayShrink
 */
function fitPart(part, mayShrink) {
  let size = 100;
  const overflows = () => part.scrollHeight > part.clientHeight + 1;
  part.style.setProperty("--fit", "1");
  while (mayShrink && size > SMALLEST && overflows()) {
    size -= STEP;
    part.style.setProperty("--fit", String(size / 100));
  }
  part.classList.toggle("is-too-long", mayShrink && overflows());
}
