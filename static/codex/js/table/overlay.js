// A lost connection is not an error: the page stays, says what is safe, and steps aside when it is asked to.
import { $, $$, on } from "../lib/dom.js";
import { notify } from "../lib/notices.js";
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

/** @param {ReturnType<typeof overlayOf>} shown */
function show(shown) {
  const overlay = $("#reconnection-overlay");
  if (!overlay) return;
  const wasLarge = !overlay.hidden && overlay.dataset.size === "page";
  setShown(overlay, shown !== null);
  delete document.body.dataset.mending;
  if (!shown) return;
  // Whoever is in the middle of a sentence keeps the page.
  const writes = document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement;
  const small = shown.small || (writes && !shown.failed);
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
  if (!small && !wasLarge && !writes) $(shown.failed ? "#reload-btn" : "#try-now-btn")?.focus({ preventScroll: true });
}
