// Who sits at the table and what they have laid down, covered or not; and over which lines they are connected.
import { fill, h } from "../lib/dom.js";

/**
 * @typedef {import("../client/types.d.ts").GameState} GameState
 * @typedef {{player_id: string, whisper: string | null, choice: string | null}} Secret
 * @typedef {{player_id: string | null, name: string, transport: string, lag: number | null, silent: number | null, process: string}} Line
 */

/**
 * @param {HTMLElement} place
 * @param {GameState} state
 * @param {Secret[] | null} secrets null while they are covered
 */
export function drawParty(place, state, secrets) {
  fill(place, head("Who", "Online", "Choice", "Whisper"), h("tbody", null, state.players.map((player) => {
    const secret = secrets?.find((each) => each.player_id === player.player_id);
    const choice = choiceOf(state, player.player_id, secrets ? secret?.choice : undefined);
    const whisper = secrets ? secret?.whisper ?? "" : state.scenario ? "covered" : "";
    const cells = [player.player_name, player.online ? "yes" : "no", choice, whisper];
    return h("tr", { data: { player: player.player_id } }, cells.map((each) => h("td", null, each)));
  })));
}

/**
 * @param {HTMLElement} place
 * @param {GameState} state
 * @param {Line[]} lines
 */
export function drawLines(place, state, lines) {
  const rows = lines.map((line) => h("tr", null, [
    line.name, line.player_id ? (line.player_id === state.host_id ? "host" : "player") : "spectator", line.transport,
    line.lag === null ? "unknown" : `${Math.round(line.lag * 1000)} ms`, line.silent === null ? "unknown" : `${line.silent} s ago`, line.process,
  ].map((each) => h("td", null, each))));
  fill(place, head("Who", "As", "Transport", "Lag", "Last heard", "Process"), h("tbody", null, rows.length ? rows : h("tr", null, h("td", { colspan: 6 }, "Nobody is connected."))));
}

/**
 * @param {GameState} state
 * @param {string} id
 * @param {string | null | undefined} uncovered undefined while it is covered
 */
function choiceOf({ scenario }, id, uncovered) {
  if (!scenario) return "";
  if (typeof uncovered === "string") return uncovered;
  if (scenario.waiting_for.includes(id)) return "not chosen";
  return scenario.resolved ? "resolved" : "chosen";
}

/** @param {...string} names */
function head(...names) {
  return h("thead", null, h("tr", null, names.map((each) => h("th", null, each))));
}
