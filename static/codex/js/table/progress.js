// The slips on the table: who has laid one down, who is waited for, and the host's one thing to do about it.
import { $, fill, h, on, svgUse } from "../lib/dom.js";
import { asking } from "./asking.js";
import { keyed, setShown, setText } from "./keyed.js";
import { seatMark } from "./marks.js";
import { watch } from "./store.js";
import { earlyReveal, hostName, isHost, progressSentence, waitingNames } from "./view.js";

/** @typedef {import("./store.js").Known} Known */

/**
 * @param {import("./store.js").Store} store
 * @param {ReturnType<typeof import("./actions.js").createActions>} actions
 */
export function wireProgress(store, actions) {
  on($("#resolve-turn-btn"), "click", async () => {
    const { state } = store.known;
    const waiting = state ? waitingNames(state) : [];
    if (waiting.length > 0 && !(await asking(earlyReveal(waiting)))) return;
    void actions.reveal(waiting.length > 0);
  });
  drawProgress(store);
  store.draw(watch(slipsOf, showSlips));
  store.draw(watch(resolvingOf, showResolving));
}

/**
 * How many have chosen, and who is waited for.
 * @param {import("./store.js").Store} store
 */
export function drawProgress(store) {
  store.draw(watch(progressOf, showProgress));
}

/** @param {Known} known */
function progressOf({ state }) {
  if (state?.phase !== "scenario" || state.scenario === null) return null;
  return { count: state.scenario.choices_submitted, total: state.scenario.total_players, sentence: progressSentence(state), waiting: waitingNames(state) };
}

/** @param {ReturnType<typeof progressOf>} progress */
function showProgress(progress) {
  const box = $("#choice-progress");
  if (!progress || !box) return;
  box.dataset.count = String(progress.count);
  box.dataset.total = String(progress.total);
  setText($("#progress-count"), progress.sentence);
  setShown($("#progress-wait"), progress.waiting.length > 0);
  fill(/** @type {HTMLElement} */ ($("#waiting-list")), progress.waiting.map((name, index, all) =>
    h("li", null, h("bdi", null, name), [" and ", ""][index - all.length + 2] ?? ", ")));
}

/** @param {Known} known */
function slipsOf({ state }) {
  if (state?.phase !== "scenario" || state.scenario === null) return [];
  const { waiting_for: waiting } = state.scenario;
  return state.players.map(({ player_id: id, seat }) => ({ id, seat, down: !waiting.includes(id) }));
}

/** @param {ReturnType<typeof slipsOf>} slips */
function showSlips(slips) {
  keyed(/** @type {HTMLElement} */ ($("#laid-slips")), slips, ({ id, seat }) => `${id} ${seat}`,
    ({ seat }) => h("li", { class: "laid-slip" }, svgUse("slip-blank", "slip-mark is-blank"), svgUse("slip-sealed", "slip-mark is-down"), seatMark(seat)),
    (element, { down }) => { element.dataset.down = String(down); });
}

/** @param {Known} known */
function resolvingOf(known) {
  const { state, busy } = known;
  if (state?.phase !== "scenario" || state.scenario === null) return null;
  const all = state.scenario.waiting_for.length === 0;
  const revealsItself = all && state.auto_resolve;
  return {
    all, busy: Boolean(busy.reveal), early: earlyReveal(waitingNames(state)).yes, hosts: isHost(state) && !revealsItself,
    wait: all && !isHost(state) ? (revealsItself ? "The slips are being turned over." : `${hostName(known)} turns them over.`) : "",
  };
}

/** @param {ReturnType<typeof resolvingOf>} resolving */
function showResolving(resolving) {
  const button = $("#resolve-turn-btn");
  setShown(button, Boolean(resolving?.hosts));
  setShown($("#resolve-wait"), Boolean(resolving?.wait));
  setText($("#resolve-wait"), resolving?.wait ?? "");
  if (!resolving || !button) return;
  setText(button, resolving.all ? "Reveal the choices" : resolving.early);
  button.classList.toggle("is-next", resolving.all);
  button.classList.toggle("is-large", resolving.all);
  button.setAttribute("aria-busy", String(resolving.busy));
  $("#laid")?.classList.toggle("is-ready", resolving.all);
}
