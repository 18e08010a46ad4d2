// A game's history, folded up to any step by the reducer that the players' pages use.
import { reduce } from "../client/reducer.js";
import { $, fill, h, on } from "../lib/dom.js";
import { drawBoard } from "./board.js";
import { dataOf } from "./data.js";

/**
 * @typedef {import("../client/types.d.ts").GameState} GameState
 * @typedef {import("../client/types.d.ts").LoggedEvent} LoggedEvent
 * @typedef {{kind: string, turn_number: number, player_id: string, known_from: number, told_from: number | null, text: string | null}} Secret
 */

/** @type {{start: GameState, events: LoggedEvent[], secrets: Secret[]}} */
const { start, events, secrets } = dataOf("travel");
const slider = /** @type {HTMLInputElement} */ ($("#step"));
/** The state after each step; the first is before any. */
const states = [start];
/** Everybody who ever sat here: @type {Map<string, string>} */
const names = new Map(events.filter(({ event }) => event === "player_joined").map(({ data }) => [data.player_id, data.player_name]));

/** @param {number} step */
function stateAt(step) {
  while (states.length <= step) states.push(reduce(states[states.length - 1], events[states.length - 1]));
  return states[step];
}

/** @param {number} step */
function show(step) {
  const last = events[step - 1];
  slider.value = String(step);
  drawBoard(/** @type {HTMLElement} */ ($("#board")), stateAt(step));
  fill(/** @type {HTMLElement} */ ($("#step-told")), last ? `${step}/${events.length}: ${last.event}, ${last.data.timestamp}` : `0/${events.length}`);
  fill(/** @type {HTMLElement} */ ($("#event")), last ? JSON.stringify(last.data, null, 2) : "Nothing yet.");
  fill(/** @type {HTMLElement} */ ($("#knowledge")), head(), h("tbody", null, secrets.filter((each) => each.known_from <= step).map((each) => row(each, step))));
}

function head() {
  return h("thead", null, h("tr", null, ["Turn", "Whose", "What", "Who knows", "Word for word"].map((each) => h("th", null, each))));
}

/**
 * @param {Secret} secret
 * @param {number} step
 */
function row(secret, step) {
  const owner = names.get(secret.player_id) ?? secret.player_id;
  const everybody = secret.told_from !== null && secret.told_from <= step;
  return h("tr", null, [secret.turn_number, owner, secret.kind, everybody ? "everybody" : owner, secret.text ?? "covered"].map((each) => h("td", null, each)));
}

slider.max = String(events.length);
on(slider, "input", () => show(Number(slider.value)));
on($("#earlier"), "click", () => show(Math.max(0, Number(slider.value) - 1)));
on($("#later"), "click", () => show(Math.min(events.length, Number(slider.value) + 1)));
show(events.length);
