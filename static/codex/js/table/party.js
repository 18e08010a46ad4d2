// The people in the margin, and the host's hand over them.
import { $, delegate, h, svgUse } from "../lib/dom.js";
import { within } from "../lib/words.js";
import { asking } from "./asking.js";
import { keyed, setShown, setText } from "./keyed.js";
import { classLine, seatMark } from "./marks.js";
import { watch } from "./store.js";
import { isHost } from "./view.js";

/**
 * @typedef {import("./store.js").Known} Known
 * @typedef {import("../client/types.d.ts").PlayerState & {said: string, fate: "" | "down" | "choosing"}} Seat
 */

/**
 * @param {import("./store.js").Store} store
 * @param {ReturnType<typeof import("./actions.js").createActions>} actions
 */
export function wireParty(store, actions) {
  drawParty(store);
  store.draw(watch(managed, (others) => {
    setShown($("#manage"), others.length > 0);
    keyed(/** @type {HTMLElement} */ ($("#manage-list")), others, ({ player_id: id }) => id, buildManaged);
  }));
  delegate(document, "click", "[data-make-host]", async (_, { dataset: { makeHost = "", name = "" } }) => {
    if (await asking({ title: `Make ${within(name)} the host?`, text: "They begin, reveal and open the scenes from then on. Only they can hand it back.", yes: "Make host", no: "Keep it" })) {
      void actions.makeHost(makeHost);
    }
  });
  delegate(document, "click", "[data-remove]", async (_, { dataset: { remove = "", name = "" } }) => {
    if (await asking({ title: `Remove ${within(name)}?`, text: "Their chair is taken away, and they cannot sit down at this table again.", yes: "Remove", no: "Let them stay" })) {
      void actions.remove(remove);
    }
  });
}

/**
 * The people alone, for pages where nobody has a hand over them.
 * @param {import("./store.js").Store} store
 */
export function drawParty(store) {
  store.draw(watch(seats, (all) => {
    keyed(/** @type {HTMLElement} */ ($("#party-list")), all, ({ player_id: id, seat, class: name }) => `${id} ${seat} ${name}`, buildSeat, updateSeat);
    // A style that looked for the fifth itself would have the whole page's styles reckoned anew for every line of talk.
    $(".table")?.toggleAttribute("data-crowded", all.length > 4);
  }));
}

/**
 * @param {Known} known
 * @returns {Seat[]}
 */
function seats({ state }) {
  if (!state) return [];
  const open = state.phase === "scenario" && state.scenario;
  return state.players.map((player) => ({
    ...player,
    said: [player.player_id === state.you?.player_id && "you", player.player_id === state.host_id && "host", player.is_bot && "bot",
      !player.online && !player.is_bot && "away"].filter(Boolean).join(", "),
    fate: !open ? "" : open.waiting_for.includes(player.player_id) ? "choosing" : "down",
  }));
}

/** @param {Seat} seat */
function buildSeat(seat) {
  return h("li", { class: `seat seat-${seat.seat}`, data: { playerId: seat.player_id } },
    seatMark(seat.seat, true),
    h("span", null, h("span", { class: "seat-name" }, h("bdi", null, seat.player_name), " ", h("span", { class: "you" })), classLine(seat.class)),
    h("span", { class: "seat-state" }));
}

/**
 * @param {HTMLElement} row
 * @param {Seat} seat
 */
function updateSeat(row, seat) {
  row.dataset.online = String(seat.online);
  setText($(".you", row), seat.said);
  if (row.dataset.fate === seat.fate) return;
  row.dataset.fate = seat.fate;
  const state = /** @type {HTMLElement} */ ($(".seat-state", row));
  state.className = `seat-state${seat.fate === "down" ? " is-sealed" : ""}`;
  state.replaceChildren(...(seat.fate ? [svgUse(seat.fate === "down" ? "slip-sealed" : "slip-blank", ""), seat.fate === "down" ? "chosen" : "choosing"] : []));
}

/** @param {Known} known */
function managed({ state }) {
  if (!state || !isHost(state) || state.phase === "lobby" || state.phase === "finished") return [];
  return state.players.filter((player) => player.player_id !== state.you?.player_id)
    .map(({ player_id, player_name, is_bot }) => ({ player_id, player_name, is_bot }));
}

/** @param {ReturnType<typeof managed>[number]} other */
function buildManaged({ player_id: id, player_name: name, is_bot: isBot }) {
  return h("li", null, h("bdi", { class: "strong" }, name), h("div", { class: "seat-actions" },
    isBot ? null : h("button", { class: "button", type: "button", "aria-label": `Make ${name} the host`, data: { makeHost: id, name } }, "Make host"),
    h("button", { class: "button is-grave", type: "button", "aria-label": `Remove ${name} from the table`, data: { remove: id, name } }, "Remove")));
}
