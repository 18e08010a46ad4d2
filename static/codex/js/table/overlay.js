// A lost connection is not an error: the page stays, says what is safe, and steps aside when it is asked to.
import { $, $$, on } from "../lib/dom.js";
import { clearNotices, notify } from "../lib/notices.js";
import { setShown, setText } from "./keyed.js";
import { watch } from "./store.js";

/** @typedef {import("./store.js").Known} Known */

const SAFE = "What you chose and wrote is safe. What you miss is told to you when you are back.";
const SLOWER = "The live connection is down. The table is asked every 5 seconds; everything still works, a little later.";
const GIVEN_UP = "Ten attempts, and no answer. The table is still asked every 5 seconds. If your connection is back, loading the page again is quickest.";

/**
 * @param {import("./store.js").Store} store
 * @param {any} client
 */
export function wireOverlay(store, client) {
  on($("#try-now-btn"), "click", () => client.tryNow());
  on($("#reload-btn"), "click", () => location.reload());
  on($("#keep-reading-btn"), "click", () => store.set({ keepsReading: true }));
  on($("#reconnection-overlay"), "keydown", ({ key }) => { if (key === "Escape") store.set({ keepsReading: true }); });
  store.draw(watch(overlayOf, show));
  store.draw(watch(({ connection }) => connection.connected || connection.polling, (heard) => heard && clearNotices(".is-until-back")));
  store.draw(watch(({ connection }) => connection.connected && connection.reconnected, (back) => back && notify("You are back.", "good")));
}

/** @param {Known} known */
function overlayOf({ connection, keepsReading, state }) {
  const { status, attempt, attempts, polling } = connection;
  if (status !== "reconnecting" && status !== "failed") return null;
  const failed = status === "failed";
  // A blip that the first attempt mends, or a table that still answers, takes nobody's page away.
  const small = keepsReading || polling || (!failed && attempt < 2 && state !== null);
  return {
    failed, attempt, small,
    status: failed ? "Connection Failed" : `Reconnecting… (Attempt ${attempt}/${attempts})`,
    help: polling ? SLOWER : failed ? GIVEN_UP : SAFE,
  };
}

/** What had the focus when the page was covered. @type {Element | null} */
let left = null;

/** @param {ReturnType<typeof overlayOf>} shown */
function show(shown) {
  const overlay = $("#reconnection-overlay");
  if (!overlay) return;
  const focused = document.activeElement;
  const wasLarge = !overlay.hidden && overlay.dataset.size === "page";
  // Whoever is in the middle of a sentence keeps the page.
  const writes = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement;
  const large = shown !== null && !shown.small && !writes;
  if (large && !wasLarge) left = focused;
  setShown(overlay, shown !== null);
  delete document.body.dataset.mending;
  if (shown) fillIn(overlay, shown, large);
  for (const part of $$("#main, .masthead, #watching-line, #notification-container")) part.inert = large;
  if (large && (!wasLarge || !isShown(focused))) $(shown.failed ? "#reload-btn" : "#try-now-btn")?.focus({ preventScroll: true });
  if (!large && wasLarge && (overlay.contains(focused) || !isShown(focused))) giveBack();
}

/**
 * @param {HTMLElement} overlay
 * @param {NonNullable<ReturnType<typeof overlayOf>>} shown
 * @param {boolean} large
 */
function fillIn(overlay, shown, large) {
  const small = !large;
  overlay.dataset.size = document.body.dataset.mending = small ? "line" : "page";
  overlay.setAttribute("role", small ? "region" : "alertdialog");
  setText($("#reconnection-status"), shown.status);
  setText($("#reconnection-help"), shown.help);
  setShown($("#try-now-btn"), !shown.failed);
  setShown($("#reload-btn"), shown.failed);
  setShown($("#keep-reading-btn"), !small);
  $$("#attempts span").forEach((mark, index) => {
    mark.className = shown.failed || index < shown.attempt - 1 ? "is-done" : index === shown.attempt - 1 ? "is-now" : "";
  });
}

/** The focus goes back to where it was, or to the title of the page that stands there now. */
function giveBack() {
  const to = isShown(left) ? left : $$("#main h1").find(isShown);
  if (to instanceof HTMLElement) to.focus({ preventScroll: true });
  left = null;
}

/** @param {Element | null} element */
function isShown(element) {
  return element !== null && element !== document.body && element.getClientRects().length > 0;
}
