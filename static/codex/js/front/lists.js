// The lists of tables: one's own, and those with a free chair.
import { $, fill, h, svgUse } from "../lib/dom.js";
import { capital, numberWord, plural, turnTime, within } from "../lib/words.js";

/**
 * @typedef {{
 *   game_code: string, host_name: string | null, phase: string, turn_number: number,
 *   max_players: number, max_turns: number, turn_seconds: number,
 * }} Table
 * @typedef {Table & {player_count: number}} OpenTable
 * @typedef {Table & {player_name: string, your_move: boolean}} OwnTable
 */

/** @param {OwnTable} table */
const isHost = (table) => table.host_name === table.player_name;

/** @param {Table} table */
const hostOf = (table) => within(table.host_name ?? "Nobody");

/** @param {string} gameCode */
const wayTo = (gameCode) => `/game?code=${encodeURIComponent(gameCode)}`;

/**
 * The table to go back to: one that waits for you, else the one you sat down at last.
 * @param {OwnTable[]} tables
 */
export function tableToResume(tables) {
  return tables.find((table) => table.your_move) ?? tables[0] ?? null;
}

/** @param {OwnTable} table */
export function standing(table) {
  if (table.your_move) return "The table waits for you.";
  if (table.phase === "scenario") return "You have chosen. The others are still at it.";
  if (table.phase === "lobby") return isHost(table) ? "Your table is laid." : `You have a chair at ${hostOf(table)}’s table.`;
  return isHost(table) ? "The next scene is yours to open." : `${hostOf(table)} opens the next scene.`;
}

/** @param {OwnTable} table */
function about(table) {
  if (!isHost(table)) return `${whose(table)}, ${table.game_code}. You sit there as ${within(table.player_name)}.`;
  return table.phase === "lobby" ? `Table ${table.game_code}. Bring the others, then begin.` : `Table ${table.game_code}. You host it as ${within(table.player_name)}.`;
}

/** @param {OwnTable} table */
function where(table) {
  return table.phase === "lobby" || !table.turn_number ? "Before the first turn" : `Turn ${table.turn_number} of ${table.max_turns}`;
}

/**
 * @param {OwnTable | null} table
 */
export function showResume(table) {
  const section = $("#resume");
  if (!section) return;
  section.hidden = !table;
  if (!table) return;
  keep(section, table, () => [
    h("p", { class: "rubric" }, where(table)),
    h("h2", { id: "resume-title" }, standing(table)),
    h("p", { class: "note" }, about(table)),
    h("div", { class: "row" }, h("a", { class: "button is-next is-large", href: wayTo(table.game_code) }, "Back to the table", svgUse("onward"))),
  ]);
}

/**
 * @param {OwnTable[]} tables
 */
export function showOwnTables(tables) {
  const section = $("#own-tables");
  const list = section && $(".table-list", section);
  if (!section || !list) return;
  section.hidden = tables.length === 0;
  keep(list, tables, () => tables.map((table) => row(
    whose(table), table.game_code, table.phase === "lobby" ? where(table) : `${where(table)} · ${standing(table)}`, null,
    h("a", { class: "button", href: wayTo(table.game_code), "aria-label": `Look in at ${whose(table)}`, data: { code: table.game_code } }, "Look in"),
  )));
}

/**
 * @param {OpenTable[]} tables
 * @param {string[]} ownCodes
 */
export function showOpenTables(tables, ownCodes) {
  const list = $("#open-tables .table-list");
  const status = $("#open-status");
  if (!list || !status) return;
  const others = tables.filter((table) => !ownCodes.includes(table.game_code));
  const words = others.length
    ? `${capital(numberWord(others.length))} ${others.length === 1 ? "table has" : "tables have"} a free chair.`
    : "Nobody has left a door open. Start a table and show it here, or ask a friend for a code.";
  if (status.textContent !== words) status.textContent = words;
  keep(list, others, () => others.map((table) => row(
    `${hostOf(table)}’s table`, table.game_code, terms(table), chairs(table),
    h("button", { class: "button", type: "button", "aria-label": `Join ${table.host_name === null ? "this" : `${hostOf(table)}’s`} table`, data: { code: table.game_code } }, "Join"),
  )));
}

/** Says that the lists stand still, without taking them away. */
export function showListsAreOld() {
  const status = $("#open-status");
  if (status) status.textContent = "No answer came. These tables may have changed meanwhile.";
}

/** @param {OwnTable} table */
function whose(table) {
  if (isHost(table)) return "Your table";
  return table.host_name === null ? "An empty table" : `${hostOf(table)}’s table`;
}

/** @param {OpenTable} table */
function terms(table) {
  const time = turnTime(table.turn_seconds);
  const pace = table.turn_seconds ? `${time} each` : time;
  return `${table.player_count} of ${table.max_players} seated · ${plural(table.max_turns, "turn")}, ${pace}`;
}

/** @param {OpenTable} table */
function chairs(table) {
  const marks = Array.from({ length: table.max_players }, (_, chair) => h("i", { class: chair < table.player_count ? "is-taken" : "" }));
  return h("span", { class: "chairs", "aria-hidden": "true" }, marks);
}

/**
 * @param {string} title
 * @param {string} code
 * @param {string} note
 * @param {Node | null} drawing
 * @param {Node} way
 */
function row(title, code, note, drawing, way) {
  return h("li", { class: "table-row" },
    h("div", null,
      h("p", null, h("strong", null, title), " ", h("span", { class: "note code" }, code)),
      h("p", { class: "note" }, note), drawing),
    way);
}

/**
 * Draws anew only what has changed, and leaves the focus where it was.
 * @param {HTMLElement} place
 * @param {unknown} told
 * @param {() => Node[]} draw
 */
function keep(place, told, draw) {
  const signature = JSON.stringify(told);
  if (place.dataset.drawn === signature) return;
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const code = focused instanceof HTMLElement ? focused.dataset.code : undefined;
  fill(place, draw());
  place.dataset.drawn = signature;
  if (focused) (code ? $(`[data-code="${code}"]`, place) : $("a, button", place))?.focus();
}
