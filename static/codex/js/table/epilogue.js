// The end: what became of everybody, how the trust went, and another table.
import { $, fill, h, on } from "../lib/dom.js";
import { numberWord, within } from "../lib/words.js";
import { setShown, setText } from "./keyed.js";
import { showLedger } from "./ledger.js";
import { seatMark, told } from "./marks.js";
import { watch } from "./store.js";
import { paragraphs } from "./view.js";
import { drawWalk } from "./walk.js";

/** @typedef {import("./store.js").Known} Known */

const ENDED = /** @type {Record<string, string>} */ ({
  trust_broken: "Epilogue · the cord has parted",
  ended_by_host: "Epilogue · the host closed the book",
  ended_by_keeper: "Epilogue · the house closed the book",
  abandoned: "Epilogue · nobody stayed",
});

/**
 * @param {import("./store.js").Store} store
 * @param {ReturnType<typeof import("./actions.js").createActions>} actions
 */
export function wireEpilogue(store, actions) {
  on($("#another-table-btn"), "click", () => void actions.anotherTable());
  drawEpilogue(store);
  store.draw(watch(walkOf, (points) => drawWalk(/** @type {HTMLElement} */ ($("#walk")), points)));
  store.draw(watch(({ ledger }) => ledger, (turns) => turns && showLedger(/** @type {HTMLElement} */ ($("#ledger")), turns, store.known)));
  store.draw(watch(nextTableOf, showNextTable));
}

/**
 * The end as it is told, and what became of everybody.
 * @param {import("./store.js").Store} store
 */
export function drawEpilogue(store) {
  store.draw(watch(({ state }) => state?.ending ?? null, (ending) => {
    if (!ending) return;
    setText($("#epilogue-rubric"), ENDED[ending.reason] ?? "Epilogue");
    setText($("#epilogue-title"), ending.title);
    fill(/** @type {HTMLElement} */ ($("#epilogue-text")), told(paragraphs(ending.epilogue)));
  }));
  store.draw(watch(endingsOf, (endings) => {
    setText($("#ends-title"), endings.length === 1 ? "And the one of you" : `And the ${numberWord(endings.length)} of you`);
    fill(/** @type {HTMLElement} */ ($("#ends")), endings.map(({ name, text, seat, role }) => h("li", { class: seat ? `seat-${seat}` : "" },
      seatMark(seat), h("span", { class: "seat-name" }, h("bdi", null, name), " ", h("span", { class: "you" }, role)), h("p", null, text))));
  }));
}

/** @param {Known} known */
function endingsOf({ state, people }) {
  return (state?.ending?.endings ?? []).map(({ player_id: id, player_name: name, text }) => ({ name, text, seat: people[id]?.seat, role: people[id]?.class ?? "" }));
}

/**
 * Trust at the start and after each turn.
 * @param {Known} known
 */
function walkOf({ ledger }) {
  const told = (ledger ?? []).filter((turn) => turn.resolution).map(({ resolution }) => resolution);
  return told.length === 0 ? [] : [told[0].trust - told[0].trust_change, ...told.map((each) => each.trust)];
}

/** @param {Known} known */
function nextTableOf({ state, nextTable, busy }) {
  return { seated: state?.you != null, next: nextTable, busy: Boolean(busy.another) };
}

/** @param {ReturnType<typeof nextTableOf>} shown */
function showNextTable({ seated, next, busy }) {
  setShown($("#another-table-btn"), seated && next === null);
  $("#another-table-btn")?.setAttribute("aria-busy", String(busy));
  const link = $("#follow-table-link");
  setShown(link, next !== null);
  if (next) {
    link?.setAttribute("href", `/join/${next.code}`);
    setText(link, `Follow to table ${next.code}`);
  }
  setShown($("#another-note"), seated);
  setText($("#another-note"), next ? `${within(next.name)} has laid another table with the same terms.` : "It is laid with the same terms, and the talk here tells the others its code.");
}
