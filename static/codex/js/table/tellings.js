// What happened, in one sentence each: for the log, and for the notes at the foot of the page. Pure.
import { within } from "../lib/words.js";

/** @typedef {import("../client/types.d.ts").LoggedEvent} LoggedEvent */

/** @type {Record<string, (data: LoggedEvent["data"]) => string>} */
const LINES = {
  player_joined: ({ player_name }) => `${within(player_name)} sat down.`,
  player_left: ({ player_name }) => `${within(player_name)} left the table.`,
  player_kicked: ({ player_name }) => `${within(player_name)} was removed from the table.`,
  host_changed: ({ player_name }) => `${within(player_name)} hosts the table now.`,
  game_started: () => "The story begins.",
  new_scenario: ({ turn_number, title }) => `Turn ${turn_number}: ${title}`,
  turn_resolution: ({ turn_number }) => `The slips of turn ${turn_number} are turned over.`,
  game_over: () => "The story is over.",
  deadline_changed: ({ deadline }) => (deadline === null ? "The clock is stopped." : "The clock was set anew."),
  announcement: ({ text }) => within(text),
};

/** What the talk log keeps. The slips being laid down one by one are not for it. */
export const KEPT = new Set([...Object.keys(LINES), "chat_message", "whisper_shared"]);

/** @param {LoggedEvent} event */
export function happened({ event, data }) {
  return LINES[event]?.(data) ?? "";
}

/** @type {Record<string, {sign: string, line?: (data: LoggedEvent["data"]) => string}>} */
const NOTES = {
  player_joined: { sign: "person" },
  player_left: { sign: "person" },
  player_kicked: { sign: "person" },
  host_changed: { sign: "person" },
  announcement: { sign: "warn" },
  deadline_changed: { sign: "warn" },
  whisper_shared: { sign: "aloud", line: ({ player_name }) => `${within(player_name)} reads the whisper aloud.` },
};

/**
 * The note that an event is worth; null for most, and for what one did oneself.
 * @param {LoggedEvent} event
 * @param {string | undefined} ownId
 */
export function noteOf({ event, data }, ownId) {
  const note = NOTES[event];
  if (!note || data.is_bot || (data.player_id === ownId && event !== "host_changed")) return null;
  if (data.player_id === ownId) return { sign: note.sign, text: "You host the table now." };
  return { sign: note.sign, text: note.line?.(data) ?? happened({ event, data }) };
}
