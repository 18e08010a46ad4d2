// A table as everybody at it may see it, drawn plainly for keepers.
import { fill, h } from "../lib/dom.js";

/** @typedef {import("../client/types.d.ts").GameState} GameState */

/**
 * @param {HTMLElement} place
 * @param {GameState} state
 */
export function drawBoard(place, state) {
  fill(place, standing(state), state.scenario && scene(state), state.resolution && outcome(state), state.ending && ending(state));
}

/** @param {GameState} state */
function standing(state) {
  return module("The table", pairs([
    ["Phase", state.phase],
    ["Turn", `${state.turn_number}/${state.max_turns}`],
    ["Trust", String(state.trust)],
    ["Deadline", state.deadline ?? "none runs"],
    ["Seated", state.players.map((player) => told(state, player)).join(", ") || "nobody"],
    ["Waited for", namesOf(state, state.scenario?.waiting_for ?? []) || "nobody"],
  ]));
}

/**
 * @param {GameState} state
 * @param {import("../client/types.d.ts").PlayerState} player
 */
function told(state, player) {
  const notes = [player.class, player.player_id === state.host_id && "host", player.is_bot && "bot", player.online && "online"].filter(Boolean);
  return notes.length ? `${player.player_name} (${notes.join(", ")})` : player.player_name;
}

/** @param {GameState} state */
function scene(state) {
  const { scenario, you } = state;
  if (!scenario) return null;
  const progress = `${scenario.choices_submitted} of ${scenario.total_players} have chosen`;
  return module(`${scenario.turn_number}. ${scenario.title}`,
    paragraphs(scenario.public_scene),
    h("ol", null, scenario.options.map((option) => h("li", you?.choice === option.id ? { class: "desk-chosen" } : null, option.text))),
    h("p", { id: "progress" }, scenario.resolved ? "Resolved." : `${progress}.`),
    you && h("p", null, you.choice === null ? "They have not chosen." : `They chose: ${you.choice}`));
}

/** @param {GameState} state */
function outcome(state) {
  const { resolution } = state;
  if (!resolution) return null;
  const choices = resolution.choices.map((choice) => h("li", null, `${choice.player_name}: ${choice.hesitated ? "hesitated" : choice.text}`));
  return module(`What came of turn ${resolution.turn_number}: trust ${resolution.trust_change}, now ${resolution.trust}`,
    h("ul", null, choices), paragraphs(resolution.outcome));
}

/** @param {GameState} state */
function ending(state) {
  return state.ending && module(state.ending.title, paragraphs(state.ending.epilogue));
}

/**
 * @param {GameState} state
 * @param {string[]} ids
 */
export function namesOf(state, ids) {
  return ids.map((id) => state.players.find((player) => player.player_id === id)?.player_name ?? id).join(", ");
}

/**
 * @param {string} title
 * @param {...import("../lib/dom.js").Child} children
 */
function module(title, ...children) {
  return h("div", { class: "module" }, h("h2", null, title), h("div", { class: "desk-body" }, children));
}

/** @param {[string, string][]} rows */
function pairs(rows) {
  return h("dl", { class: "desk-pairs" }, rows.flatMap(([name, value]) => [h("dt", null, name), h("dd", null, value)]));
}

/** @param {string} text */
function paragraphs(text) {
  return h("div", { class: "desk-text" }, text.split("\n\n").map((each) => h("p", null, each)));
}
