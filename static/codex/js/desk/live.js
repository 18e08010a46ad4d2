// A game's page, as it happens: the table by the reducer that the players' pages use, events, connections, and what is uncovered.
import { reduce } from "../client/reducer.js";
import { $, fill, h } from "../lib/dom.js";
import { drawBoard } from "./board.js";
import { drawLines, drawParty } from "./party.js";
import { openDesk } from "./socket.js";

/**
 * @typedef {import("../client/types.d.ts").GameState} GameState
 * @typedef {import("./party.js").Line} Line
 * @typedef {import("./party.js").Secret} Secret
 */

const place = /** @type {HTMLElement} */ ($("#desk-live"));
const told = /** @type {HTMLTableSectionElement} */ ($("#history tbody"));
const KEPT_EVENTS = 200;
/** @type {GameState | null} */
let state = null;
/** @type {Line[]} */
let lines = [];
/** @type {Secret[] | null} */
let secrets = null;

/** @type {Record<string, (data: any) => void>} */
const TELLINGS = {
  desk_state: (data) => { state = data.state; },
  desk_lines: (data) => { lines = data.lines; },
  desk_secrets: (data) => { secrets = data.secrets; },
  presence_update: (data) => {
    const online = new Map(data.players.map((/** @type {any} */ each) => [each.player_id, each.online]));
    if (state) state = { ...state, players: state.players.map((each) => ({ ...each, online: online.get(each.player_id) ?? each.online })) };
  },
};

/**
 * @param {string} name
 * @param {any} data
 */
function hear(name, data) {
  if (Object.hasOwn(TELLINGS, name)) TELLINGS[name](data);
  else if (typeof data?.seq === "number" && typeof data.timestamp === "string") happened(name, data);
  draw();
}

/**
 * @param {string} event
 * @param {any} data
 */
function happened(event, data) {
  if (!state || data.seq <= state.seq) return;
  state = reduce(state, { event, data });
  const { seq, timestamp, ...rest } = data;
  told.append(h("tr", { class: "desk-new" },
    h("td", null, seq), h("td", null, timestamp.slice(0, 19).replace("T", " ")), h("td", null, event), h("td", null, h("code", null, JSON.stringify(rest)))));
  while (told.rows.length > KEPT_EVENTS) told.deleteRow(0);
}

function draw() {
  if (!state) return;
  drawBoard(/** @type {HTMLElement} */ ($("#board")), state);
  drawParty(/** @type {HTMLElement} */ ($("#party")), state, secrets);
  drawLines(/** @type {HTMLElement} */ ($("#lines")), state, lines);
  fill(/** @type {HTMLElement} */ ($("#desk-seq")), `seq ${state.seq}`);
}

openDesk({
  onConnect: (ask) => ask("watch_game", { game_id: Number(place.dataset.game) }),
  onMessage: hear,
});
