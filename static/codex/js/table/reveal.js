// The slips turned over, what came of it, and what it did to trust.
import { $, $$, fill, h, on, svgUse } from "../lib/dom.js";
import { signed, trustBand } from "../lib/words.js";
import { drawCord, markChange } from "./cord.js";
import { setShown, setText } from "./keyed.js";
import { classLine, seatMark, told } from "./marks.js";
import { watch } from "./store.js";
import { hostName, howChosen, isHost, paragraphs } from "./view.js";

/** @typedef {import("./store.js").Known} Known */

/**
 * @param {import("./store.js").Store} store
 * @param {ReturnType<typeof import("./actions.js").createActions>} actions
 */
export function wireReveal(store, actions) {
  on($("#generate-scenario-btn"), "click", () => void actions.nextScene());
  on($("#read-epilogue-btn"), "click", () => store.set({ revealing: false }));
  drawReveal(store);
  store.draw(watch(slipsOf, () => requestAnimationFrame(letKeysScroll)));
}

/** Long words scroll in their slip, for those without a pointer too. By now the page is turned, and its heights are known. */
function letKeysScroll() {
  for (const words of $$("#turned-row blockquote")) if (words.scrollHeight > words.clientHeight) words.tabIndex = 0;
}

/**
 * What is turned over, without anything to press.
 * @param {import("./store.js").Store} store
 */
export function drawReveal(store) {
  store.draw(watch(headOf, ({ rubric, title, empty }) => {
    setText($("#reveal-rubric"), rubric);
    setText($("#reveal-title"), title);
    for (const id of ["#turned-row", "#told-outcome", "#verdict"]) setShown($(id), !empty);
  }));
  store.draw(watch(slipsOf, (slips) => fill(/** @type {HTMLElement} */ ($("#turned-row")), slips.map(buildSlip))));
  store.draw(watch(({ state }) => state?.resolution?.outcome ?? "", (outcome) =>
    fill(/** @type {HTMLElement} */ ($("#outcome-text")), told(paragraphs(outcome)))));
  store.draw(watch(({ state }) => state?.resolution && { ...state.resolution, outcome: "", choices: [] }, (resolution) => resolution && showVerdict(resolution)));
  store.draw(watch(nextOf, showNext));
}

/** @param {Known} known */
function headOf({ state }) {
  const { resolution = null, scenario = null } = state ?? {};
  if (!resolution) return { rubric: "Before the first turn", title: "Everybody has a chair", empty: true };
  const title = scenario?.turn_number === resolution.turn_number ? ` · ${scenario.title}` : "";
  return { rubric: `Turn ${resolution.turn_number}${title}`, title: resolution.choices.length === 1 ? "The slip is turned over" : "The slips are turned over", empty: false };
}

/** @param {Known} known */
function slipsOf({ state, people }) {
  const ids = (state?.scenario?.options ?? []).map((option) => option.id);
  return (state?.resolution?.choices ?? []).map((choice) => ({
    id: choice.player_id, name: choice.player_name, text: choice.text, hesitated: choice.hesitated, isOwn: choice.choice === null, how: howChosen(choice, ids),
    seat: people[choice.player_id]?.seat, role: people[choice.player_id]?.class, isYou: choice.player_id === state?.you?.player_id,
  }));
}

/** @param {ReturnType<typeof slipsOf>[number]} slip */
function buildSlip({ id, name, text, hesitated, isOwn, how, seat, role, isYou }) {
  return h("li", { class: `turned seat-${seat ?? 0}`, data: { playerId: id } },
    h("div", { class: "turned-face" },
      h("div", { class: "who" }, seatMark(seat), h("span", null, h("span", { class: "seat-name" }, h("bdi", null, name), isYou ? h("span", { class: "you" }, " you") : null), classLine(role))),
      hesitated ? h("p", { class: "nothing" }, "Laid down nothing.") : h("blockquote", { dir: isOwn ? "auto" : null }, text),
      h("p", { class: "how" }, how)),
    h("div", { class: "turned-back lined", "aria-hidden": "true" }, seat ? svgUse(`seat-${seat}`, "mark") : null));
}

/** @param {import("../client/types.d.ts").Resolution} resolution */
function showVerdict({ trust, trust_change: change, reasons }) {
  $("#verdict")?.classList.toggle("is-gain", change > 0);
  $("#verdict")?.classList.toggle("is-even", change === 0);
  setText($("#verdict-change"), change === 0 ? "±0" : signed(change));
  setText($("#verdict-from"), String(trust - change));
  setText($("#verdict-to"), `${trust}, ${trustBand(trust)}`);
  markChange($("#cord-change"), trust - change, trust);
  drawCord($("#cord-change"), trust);
  const counted = reasons.reduce((sum, reason) => sum + reason.change, 0);
  const lines = [...reasons, ...(counted === change ? [] : [{ text: change < counted ? "It cannot go higher" : "It cannot go lower", change: change - counted }])];
  fill(/** @type {HTMLElement} */ ($("#verdict-sum")),
    lines.map(({ text, change: each }) => h("div", null, h("dt", null, text), h("dd", null, signed(each)))),
    h("div", { class: "total" }, h("dt", null, "This turn"), h("dd", null, signed(change))));
}

/** @param {Known} known */
function nextOf(known) {
  const { state, busy } = known;
  const open = state?.phase === "resolved";
  const first = state?.turn_number === 0;
  return {
    hosts: open && isHost(state), over: state?.phase === "finished", busy: Boolean(busy.next || busy.begin),
    label: first ? "Open the first scene" : "Open the next scene",
    wait: open && !isHost(state) ? `${hostName(known)} opens the ${first ? "first" : "next"} scene.` : "",
  };
}

/** @param {ReturnType<typeof nextOf>} next */
function showNext({ hosts, over, busy, label, wait }) {
  setShown($("#generate-scenario-btn"), hosts);
  $("#generate-scenario-btn")?.setAttribute("aria-busy", String(busy));
  setText($("#generate-label"), busy ? "The scene is coming…" : label);
  setShown($("#read-epilogue-btn"), over);
  setShown($("#next-wait"), wait !== "");
  setText($("#next-wait"), wait);
}
