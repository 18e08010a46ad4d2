// The list of games, kept as it is now.
import { $, $$ } from "../lib/dom.js";
import { openDesk } from "./socket.js";

/** @type {Map<string, HTMLElement>} */
const rows = new Map($$("#result_list tbody tr").map((row) => [idOf(row), row]));

/** @param {HTMLElement} row */
function idOf(row) {
  return $("th.field-code a", row)?.getAttribute("href")?.match(/\/(\d+)\/change\//)?.[1] ?? "";
}

/** @param {{rows: Record<string, Record<string, string>>, counters: Record<string, number>}} told */
function draw(told) {
  for (const [id, cells] of Object.entries(told.rows)) {
    const row = rows.get(id);
    for (const [name, text] of Object.entries(row ? cells : {})) write($(`.field-${name}`, row), text);
  }
  for (const [name, count] of Object.entries(told.counters)) write($(`[data-counter="${name}"]`), String(count));
}

/**
 * @param {HTMLElement | null} place
 * @param {string} text
 */
function write(place, text) {
  if (place && place.textContent !== text) place.textContent = text;
}

openDesk({
  onConnect: (ask) => ask("watch_list", { game_ids: [...rows.keys()].filter(Boolean).map(Number) }),
  onMessage: (name, data) => { if (name === "desk_rows") draw(data); },
});
