// Notes at the foot of the page. The container is a live region: whatever is put there is read out.
import { $, $$, h, on, svgUse } from "./dom.js";

/** @typedef {"plain" | "good" | "bad"} Kind */

const STAYS_MS = 5000;
const AT_MOST = 3;
const SIGNS = { plain: "person", good: "check", bad: "warn" };

/**
 * Shows a note. It stays for 5 s, longer while somebody points at it; what went wrong stays until it is dismissed.
 * @param {string} text
 * @param {Kind} [kind]
 * @param {{sign?: string, untilBack?: boolean}} [options] another sign of the sprite; whether it is over once the connection is back
 * @returns {() => void} takes the note away
 */
export function notify(text, kind = "plain", { sign = SIGNS[kind], untilBack = false } = {}) {
  const container = $("#notification-container");
  if (!container) return () => {};
  forget(container, text);

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const dismiss = () => { clearTimeout(timer); notice.remove(); };
  const wait = () => { clearTimeout(timer); };
  const start = () => { wait(); if (kind !== "bad") timer = setTimeout(dismiss, STAYS_MS); };

  const button = h("button", { class: "button", type: "button", "aria-label": "Dismiss" }, svgUse("close"));
  const notice = h("div", { class: `notice is-${kind}${untilBack ? " is-until-back" : ""}` }, svgUse(sign), h("p", null, text), button);
  on(button, "click", dismiss);
  for (const type of ["pointerenter", "focusin"]) on(notice, type, wait);
  for (const type of ["pointerleave", "focusout"]) on(notice, type, start);

  container.append(notice);
  makeRoom(container);
  start();
  return dismiss;
}

/**
 * Takes away the notes that are over.
 * @param {string} [which] a selector
 */
export function clearNotices(which = ".notice") {
  for (const notice of $$(`#notification-container > ${which}`)) notice.remove();
}

/**
 * The same words twice are one note that stays longer.
 * @param {HTMLElement} container
 * @param {string} text
 */
function forget(container, text) {
  for (const notice of container.children) if (notice.querySelector("p")?.textContent === text) notice.remove();
}

/**
 * The oldest goes first, one that went wrong only when nothing else is left.
 * @param {HTMLElement} container
 */
function makeRoom(container) {
  while (container.children.length > AT_MOST) (container.querySelector(".notice:not(.is-bad)") ?? container.firstElementChild)?.remove();
}
