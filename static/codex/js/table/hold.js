// Something private that shows itself only while it is held.
import { $, on } from "../lib/dom.js";

/**
 * @param {HTMLElement} slip
 * @param {HTMLElement} plate
 */
export function wireHold(slip, plate) {
  /** @param {boolean} covered */
  function show(covered) {
    slip.dataset.covered = String(covered);
    plate.setAttribute("aria-expanded", String(!covered));
  }
  const cover = () => show(true);
  on(plate, "pointerdown", (event) => {
    if (event.button !== 0) return;
    plate.setPointerCapture(event.pointerId);
    show(false);
  });
  for (const type of ["pointerup", "pointercancel", "lostpointercapture", "keyup", "blur"]) on(plate, type, cover);
  on(plate, "contextmenu", (event) => event.preventDefault());
  on(plate, "keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    show(false);
  });
  for (const type of ["blur", "pagehide", "beforeprint"]) on(window, type, cover);
  on(document, "visibilitychange", cover);
  cover();
  return cover;
}

/** The slip with one's own choice. */
export function wireSealed() {
  return wireHold(/** @type {HTMLElement} */ ($("#sealed")), /** @type {HTMLElement} */ ($("#sealed-plate")));
}
