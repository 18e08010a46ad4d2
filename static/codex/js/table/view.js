// What can be said about a state. Pure; words only as far as they depend on who looks.
import { capital, listOf, numberWord, within } from "../lib/words.js";

/**
 * @typedef {import("../client/types.d.ts").GameState} GameState
 * @typedef {import("../client/types.d.ts").PlayerState} PlayerState
 * @typedef {import("./store.js").Known} Known
 * @typedef {"laying" | "blank" | "lobby" | "scene" | "reveal" | "epilogue"} Screen
 */

/**
 * @param {Known} known
 * @returns {Screen}
 */
export function screenOf({ state, halted, starting, revealing }) {
  if (halted !== null) return "blank";
  if (state === null) return "laying";
  if (state.phase === "lobby" || (starting && !isComplete(state))) return "lobby";
  if (state.phase === "scenario") return "scene";
  if (state.phase === "resolved") return "reveal";
  return revealing && state.resolution !== null ? "reveal" : "epilogue";
}

/**
 * Whether the first scene is here, and the reader's whisper with it: a slip that is filled in later would push aside what is below it.
 * @param {GameState} state
 */
function isComplete({ phase, turn_number: turn, you }) {
  return phase === "scenario" ? you === null || you.whisper !== null : phase !== "resolved" || turn > 0;
}

/** @param {GameState | null} state */
export function isHost(state) {
  return state?.you != null && state.you.player_id === state.host_id;
}

/** @param {Known} known */
export function hostName({ state, people }) {
  const host = state?.players.find((player) => player.player_id === state.host_id);
  return within(host?.player_name ?? people[state?.host_id ?? ""]?.name ?? "The host");
}

/** @param {GameState} state */
export function hasChosen(state) {
  const { scenario, you } = state;
  return scenario !== null && you !== null && !scenario.waiting_for.includes(you.player_id);
}

/**
 * Who is waited for, in the order of chairs and the reader last.
 * @param {GameState} state
 */
export function waitingNames(state) {
  const waiting = state.players.filter((player) => state.scenario?.waiting_for.includes(player.player_id));
  const others = waiting.filter((player) => player.player_id !== state.you?.player_id).map((player) => player.player_name);
  return others.length < waiting.length ? [...others, "you"] : others;
}

/** @param {GameState} state */
export function progressSentence({ scenario }) {
  if (scenario === null) return "";
  const { choices_submitted: count, total_players: total, waiting_for: waiting } = scenario;
  if (waiting.length > 0) return `${count} of ${total} ${count === 1 ? "has" : "have"} chosen.`;
  if (total < 3) return total === 1 ? "The only slip is down." : "Both have chosen.";
  return `All ${numberWord(total)} have chosen.`;
}

/**
 * What the host is asked before the slips are turned over while some are missing.
 * @param {string[]} waiting names, the host's own as `you`
 */
export function earlyReveal(waiting) {
  const own = waiting.length === 1 && waiting[0] === "you";
  const whom = own ? "your own slip" : "them";
  return {
    title: `Reveal without ${whom}?`, yes: `Reveal without ${whom}`, no: "Wait",
    text: `${capital(listOf(waiting))} ${waiting.length === 1 && !own ? "hesitates" : "hesitate"}, and that costs trust.`,
  };
}

const NAMED_AT_ONCE = 3;

/**
 * What those who have chosen wait for: by name, while they are few.
 * @param {GameState} state
 */
export function stillChoosing(state) {
  const waiting = waitingNames(state);
  if (waiting.length === 0) return "Every slip lies face down.";
  if (waiting.length > NAMED_AT_ONCE) return `${capital(numberWord(waiting.length))} are still choosing.`;
  return `${listOf(waiting)} ${waiting.length === 1 ? "is" : "are"} still choosing.`;
}

/** @param {GameState} state */
export function chairsTaken({ players, max_players: chairs }) {
  if (chairs === 1) return "A table for one";
  if (players.length === chairs) return "Every chair is taken";
  return `${capital(numberWord(players.length))} of ${numberWord(chairs)} chairs ${players.length === 1 ? "is" : "are"} taken`;
}

/** @param {number} players */
export function beginLabel(players) {
  return players === 1 ? "Begin alone" : `Begin with ${numberWord(players)}`;
}

/** @param {GameState} state */
export function turnPlace(state) {
  if (state.phase === "finished") return state.turn_number === 1 ? "One turn, told" : `${capital(numberWord(state.turn_number))} turns, told`;
  if (state.turn_number === 0) return "Before the first turn";
  return `Turn ${state.turn_number} of ${state.max_turns}`;
}

/** @param {GameState} state */
export function onlineCount({ players }) {
  return `${players.filter((player) => player.online).length}/${players.length} online`;
}

/**
 * Those who are writing, as one sentence.
 * @param {Known} known
 */
export function typingSentence({ state, typing }) {
  const names = (state?.players ?? []).filter((player) => typing.includes(player.player_id)).map((player) => player.player_name);
  if (names.length === 0) return "";
  return names.length > 3 ? "Several are writing…" : `${listOf(names)} ${names.length === 1 ? "is" : "are"} writing…`;
}

/**
 * What the viewer chose, in words.
 * @param {Known} known
 */
export function chosenText({ state, sealed }) {
  const choice = state?.you?.choice ?? sealed;
  return state?.scenario?.options.find((option) => option.id === choice)?.text ?? choice ?? "";
}

/**
 * How a slip came to be, under its words.
 * @param {{choice: string | null, hesitated: boolean}} choice
 * @param {string[]} optionIds
 */
export function howChosen({ choice, hesitated }, optionIds) {
  if (hesitated) return "Hesitated";
  const place = choice === null ? -1 : optionIds.indexOf(choice);
  return place < 0 ? "In their own words" : `Option ${place + 1}`;
}

/** @param {string} text */
export function paragraphs(text) {
  return text.split(/\n\s*\n/).map((each) => each.trim()).filter(Boolean);
}

/**
 * Where the last heard invitation to another table leads.
 * @param {string} text
 * @param {string} origin
 */
export function invitedTo(text, origin) {
  const found = text.match(/https?:\/\/\S+\/join\/([A-Z0-9]{6})\b/);
  return found && found[0].startsWith(`${origin}/join/`) ? found[1] : null;
}
