// The truth ledger: who knew, said and chose what. Only once the story is over.
import { fill, h, svgUse } from "../lib/dom.js";
import { signed } from "../lib/words.js";
import { seatMark } from "./marks.js";

/** @typedef {import("./store.js").Known} Known */

/**
 * @param {HTMLElement} box
 * @param {any[]} turns
 * @param {Known} known
 */
export function showLedger(box, turns, { people, log }) {
  fill(box, turns.map((turn, index) => h("details", { class: "ledger-turn more", open: index === turns.length - 1 },
    h("summary", null, h("h3", null, `${turn.turn_number} · ${turn.title}`), h("span", { class: "visually-hidden" }, ", "),
      h("strong", { class: "note" }, turn.resolution ? `Trust ${signed(turn.resolution.trust_change)}, to ${turn.resolution.trust}` : "Not revealed")),
    h("table", { class: "ledger" },
      h("caption", { class: "visually-hidden" }, `Turn ${turn.turn_number}: who knew, said and chose what`),
      h("thead", null, h("tr", null, ...["Who", "Knew", "Said", "Chose"].map((name) => h("th", { scope: "col", class: `col-${name.toLowerCase()}` }, name)))),
      h("tbody", null, turn.whispers.map((/** @type {any} */ whisper) => row(whisper, turn, people, saidIn(log, turn.turn_number))))))));
}

/**
 * @param {any} whisper
 * @param {any} turn
 * @param {Known["people"]} people
 * @param {{id: string, text: string}[]} talk
 */
function row({ player_id: id, player_name: name, whisper, shared }, turn, people, talk) {
  const choice = turn.choices.find((/** @type {any} */ each) => each.player_id === id);
  const words = choice?.text || turn.options.find((/** @type {any} */ option) => option.id === choice?.choice)?.text;
  return h("tr", null,
    h("th", { scope: "row" }, seatMark(people[id]?.seat), h("bdi", null, name), h("span", { class: "seat-class" }, people[id]?.class)),
    h("td", { class: "knew", "data-label": "Knew" }, h("p", { class: "quote" }, whisper)),
    h("td", { "data-label": "Said" },
      h("p", { class: "fate" }, svgUse(shared ? "aloud" : "slip-sealed", ""), shared ? "Read the whisper aloud" : "Kept the whisper"),
      talk.filter((each) => each.id === id).map(({ text }) => h("p", { class: "quote", dir: "auto" }, `“${text}”`))),
    h("td", { class: "chose", "data-label": "Chose" }, h("p", { class: words ? "quote" : "note", dir: "auto" }, words ?? (choice ? "Hesitated" : "Nothing"))));
}

/**
 * What was said while a turn was open.
 * @param {Known["log"]} log
 * @param {number} turn
 */
function saidIn(log, turn) {
  const from = log.findIndex(({ event, data }) => event === "new_scenario" && data.turn_number === turn);
  const to = log.findIndex(({ event, data }) => (event === "turn_resolution" && data.turn_number === turn) || event === "game_over");
  return log.slice(from + 1, to < 0 ? undefined : to).filter(({ event }) => event === "chat_message").map(({ data }) => ({ id: data.player_id, text: data.text }));
}
