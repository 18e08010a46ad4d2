// Before the first turn: chairs, classes, the terms, and the one who begins.
import { $, $$, delegate, fill, h, on } from "../lib/dom.js";
import { turnTime } from "../lib/words.js";
import { keyed, setShown, setText } from "./keyed.js";
import { classLine, seatMark } from "./marks.js";
import { watch } from "./store.js";
import { beginLabel, chairsTaken, hostName, isHost } from "./view.js";

/**
 * @typedef {import("./store.js").Known} Known
 * @typedef {import("../client/types.d.ts").GameState} GameState
 * @typedef {import("../client/types.d.ts").PlayerState & {isYou: boolean, isHost: boolean, manages: boolean}} Chair
 */

/**
 * @param {import("./store.js").Store} store
 * @param {ReturnType<typeof import("./actions.js").createActions>} actions
 */
export function wireLobby(store, actions) {
  on($("#start-game-btn"), "click", () => void actions.begin());
  delegate(document, "click", "#add-bot-btn", () => void actions.seatBot());
  on($("#classes"), "change", async ({ target }) => {
    if (!(await actions.chooseClass(target.value))) showClass(store.known.state?.you?.class ?? null);
  });

  store.draw(watch(({ state }) => state && chairsTaken(state), (text) => setText($("#lobby-title"), text ?? "A table is laid")));
  store.draw(watch(chairs, showChairs));
  store.draw(watch(emptyChairs, showEmptyChairs));
  store.draw(watch(({ state }) => state?.you?.class ?? null, showClass));
  store.draw(watch(({ state }) => state?.you === null, (isWatching) => setShown($("#class-section"), !isWatching)));
  store.draw(watch(({ state }) => state && termsOf(state), (terms) => terms && fill(/** @type {HTMLElement} */ ($("#terms")),
    terms.flatMap(([name, value]) => [h("dt", null, name), h("dd", null, value)]))));
  store.draw(watch(({ state }) => state?.max_players !== 1, (mayCome) => setShown($("#invite"), mayCome)));
  store.draw(watch((known) => beginning(known), showBeginning));
}

/**
 * While the story begins the page stays, with the classes that were dealt.
 * @param {Known} known
 * @returns {Chair[]}
 */
function chairs({ state, starting }) {
  if (!state || (state.phase !== "lobby" && !starting)) return [];
  return state.players.map((player) => ({
    ...player,
    isYou: player.player_id === state.you?.player_id,
    isHost: player.player_id === state.host_id,
    manages: !starting && isHost(state) && player.player_id !== state.you?.player_id,
  }));
}

/** @param {Chair[]} all */
function showChairs(all) {
  keyed(/** @type {HTMLElement} */ ($("#chairs-list")), all, (chair) => `${chair.player_id} ${chair.seat}`, buildChair, updateChair);
}

/** @param {Chair} chair */
function buildChair(chair) {
  return h("li", { class: `seat seat-${chair.seat}`, data: { playerId: chair.player_id } },
    seatMark(chair.seat, true),
    h("span", null, h("span", { class: "seat-name" }, h("bdi", null, chair.player_name), " ", h("span", { class: "you" })), h("span", { class: "class-place" })),
    h("span", { class: "manage-place" }));
}

/**
 * @param {HTMLElement} row
 * @param {Chair} chair
 */
function updateChair(row, chair) {
  row.dataset.online = String(chair.online);
  setText($(".you", row), saidOf(chair));
  const words = chair.class ?? (chair.is_bot ? "dealt a class at the start" : "choosing a class");
  if ($(".class-place", row)?.textContent !== words) {
    $(".class-place", row)?.replaceChildren(chair.class ? classLine(chair.class) : h("span", { class: "seat-class" }, words));
  }
  const place = /** @type {HTMLElement} */ ($(".manage-place", row));
  if (!chair.manages) place.replaceChildren();
  else if (!place.hasChildNodes()) place.append(managing(chair));
}

/** @param {Chair} chair */
function saidOf({ isYou, isHost: hosts, is_bot: isBot, online }) {
  const words = [isYou && "you", hosts && "host", isBot && "bot", !online && !isBot && !isYou && "away"];
  return words.filter(Boolean).join(", ");
}

/** @param {Chair} chair */
function managing({ player_id: id, player_name: name, is_bot: isBot }) {
  return h("details", { class: "more" }, h("summary", null, h("span", null, "Manage")), h("div", { class: "seat-actions" },
    isBot ? null : h("button", { class: "button", type: "button", "aria-label": `Make ${name} the host`, data: { makeHost: id, name } }, "Make host"),
    h("button", { class: "button is-grave", type: "button", "aria-label": `Remove ${name} from the table`, data: { remove: id, name } }, "Remove")));
}

/** @param {Known} known */
function emptyChairs({ state, busy }) {
  if (state?.phase !== "lobby") return null;
  return { empty: state.max_players - state.players.length, mayFill: isHost(state), busy: Boolean(busy.bot) };
}

/** @param {ReturnType<typeof emptyChairs>} chairsLeft */
function showEmptyChairs(chairsLeft) {
  if (!chairsLeft) return;
  const { empty, mayFill, busy } = chairsLeft;
  keyed(/** @type {HTMLElement} */ ($("#empty-chairs")), Array.from({ length: empty }, (_, index) => index), String,
    () => h("li", { class: "seat is-empty" }, seatMark(undefined), h("span", null, "An empty chair")),
    (row, index) => {
      const button = $("#add-bot-btn", row);
      if (index > 0 || !mayFill) button?.remove();
      else if (!button) row.append(h("button", { class: "button", id: "add-bot-btn", type: "button" }, "Seat a bot"));
      button?.setAttribute("aria-busy", String(busy));
    });
}

/** @param {string | null} name */
function showClass(name) {
  for (const radio of $$("#classes input")) if (radio instanceof HTMLInputElement) radio.checked = radio.value === name;
}

/**
 * @param {GameState} state
 * @returns {[string, string][]}
 */
function termsOf({ max_turns: turns, turn_seconds: seconds, auto_resolve: auto, allow_spectators: watched, is_public: listed }) {
  return [
    ["Turns", String(turns)],
    ["Time for each", seconds ? `${turnTime(seconds)}, then whoever slept is passed over` : "as long as it takes"],
    ["Reveal", auto ? "by itself, once all have chosen" : "when the host says so"],
    ["Watching", watched ? "allowed" : "not allowed"],
    ["Listed", listed ? "among the open tables" : "no, by invitation"],
  ];
}

/** @param {Known} known */
function beginning(known) {
  const { state, busy, starting } = known;
  if (!state || (state.phase !== "lobby" && !starting)) return null;
  const { you, players } = state;
  return {
    hosts: isHost(state), busy: starting || Boolean(busy.begin), label: beginLabel(players.length), host: hostName(known),
    note: noteOf(you !== null && you.class === null, players.some((player) => player.class === null)),
  };
}

/**
 * @param {boolean} own
 * @param {boolean} somebody
 */
function noteOf(own, somebody) {
  if (own) return "Choose a class, or one is dealt to you. Nobody can sit down once the story has begun.";
  return `${somebody ? "Whoever has no class is dealt one. " : ""}Nobody can sit down once the story has begun.`;
}

/** @param {ReturnType<typeof beginning>} shown */
function showBeginning(shown) {
  if (!shown) return;
  const { hosts, busy, label, host, note } = shown;
  const coming = "The first scene is coming…";
  const button = /** @type {HTMLElement} */ ($("#start-game-btn"));
  setShown(button, hosts);
  setText(button, busy ? coming : label);
  button.setAttribute("aria-busy", String(busy));
  setShown($("#begin-wait"), !hosts);
  setText($("#begin-wait"), busy ? coming : `${host} begins when everybody is ready.`);
  if (!busy) setText($("#begin-note"), note);
}
