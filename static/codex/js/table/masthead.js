// The band on top: where we are, how far we trust each other, whether the line holds.
import { $ } from "../lib/dom.js";
import { trustBand } from "../lib/words.js";
import { drawCord } from "./cord.js";
import { setText } from "./keyed.js";
import { watch } from "./store.js";
import { onlineCount, turnPlace } from "./view.js";

/** @typedef {import("./store.js").Known} Known */

const LINES = {
  connected: { name: "connected", words: "Connected" },
  polling: { name: "polling", words: "Every 5 s" },
  waiting: { name: "disconnected is-waiting", words: "Connecting…" },
  closed: { name: "disconnected is-waiting", words: "Closed" },
  lost: { name: "disconnected", words: "Connection lost" },
};

/** @param {Known} known */
function lineOf({ connection }) {
  if (connection.connected) return LINES.connected;
  if (connection.polling) return LINES.polling;
  if (connection.status === "halted") return LINES.closed;
  return connection.status === "connecting" || connection.status === "idle" ? LINES.waiting : LINES.lost;
}

/** @param {import("./store.js").Store} store */
export function wireMasthead(store) {
  store.draw(watch(lineOf, ({ name, words }) => {
    const line = $("#connection-status");
    if (line) line.className = name;
    setText(line, words);
  }));
  store.draw(watch(({ state, halted }) => (state && halted === null ? onlineCount(state) : null), (count) => setText($("#online-count"), count ?? "\u00a0")));
  store.draw(watch(({ state }) => state && turnPlace(state), (place) => setText($("#place-turn"), place ?? "\u00a0")));
  store.draw(watch(({ state, trustBefore }) => (state ? trustBefore ?? state.trust : null), showTrust));
}

/** @param {number | null} trust null while it is not known: its place is kept */
export function showTrust(trust) {
  const meter = $("#trust-meter");
  if (!meter || trust === null) return;
  meter.dataset.trust = String(trust);
  meter.setAttribute("aria-valuenow", String(trust));
  meter.setAttribute("aria-valuetext", `${trust} of 100, ${trustBand(trust)}`);
  setText($("#trust-number"), String(trust));
  setText($("#trust-band"), trustBand(trust));
  drawCord($("#cord-now"), trust);
}
