// A story, step by step: what each event says, and how the table stood after it. Pure.
import { within } from "../lib/words.js";
import { happened } from "../table/tellings.js";

/**
 * @typedef {import("../client/types.d.ts").LoggedEvent} LoggedEvent
 * @typedef {{turn_number: number, whispers: {player_id: string, player_name: string, whisper: string, shared: boolean}[],
 *   choices: {player_id: string, player_name: string, choice: string | null, text: string, hesitated: boolean}[]}} Ledger what was secret in one turn
 * @typedef {{game_code: string, phase: string, seq: number, events: LoggedEvent[], turns: Ledger[]}} Story as `GET /api/replay` gives it
 *
 * @typedef {object} Moment the table after one event
 * @property {number} turn 0 before the first scene
 * @property {LoggedEvent["data"] | null} scene
 * @property {number} trust
 * @property {{id: string, name: string, seat: number, class: string | null}[]} seated
 * @property {LoggedEvent["data"][]} aloud whispers read aloud in this turn
 * @property {string[]} chosen ids of those whose slip lies on the table
 * @property {LoggedEvent["data"] | null} resolution of this turn, once it is told
 * @property {LoggedEvent["data"] | null} ending
 */

const TRUST_AT_START = 50;

/** @type {Record<string, (data: LoggedEvent["data"]) => string>} */
const SENTENCES = {
  chat_message: ({ player_name, text }) => `${within(player_name)}: ${within(text)}`,
  whisper_shared: ({ player_name }) => `${within(player_name)} reads the whisper aloud.`,
  player_chose: ({ player_name, choices_submitted: count, total_players: total }) => `${within(player_name)} has chosen, ${count} of ${total}.`,
};

/**
 * What an event says, in one sentence; with the secrets also what lay face down.
 * @param {Story} story
 * @param {number} index of the event
 * @param {boolean} withSecrets
 */
export function sentenceOf(story, index, withSecrets) {
  const { event, data } = story.events[index];
  const moment = momentAt(story, index);
  if (event === "class_chosen") return `${within(moment.seated.find(({ id }) => id === data.player_id)?.name ?? "Somebody")} is a ${data.class}.`;
  if (event === "player_chose" && withSecrets) {
    const choice = ledgerOf(story, moment.turn)?.choices.find(({ player_id: id }) => id === data.player_id);
    if (choice) return `${within(data.player_name)} chooses: ${within(choice.text)}`;
  }
  return SENTENCES[event]?.(data) ?? happened({ event, data });
}

/**
 * What was secret in a turn; nothing while the story lasts.
 * @param {Story} story
 * @param {number} turn
 */
export function ledgerOf({ turns }, turn) {
  return turns.find(({ turn_number: number }) => number === turn);
}

/**
 * Where each turn begins, the table before the first at index 0.
 * @param {Story} story
 * @returns {{label: string, turn: number, from: number, to: number}[]}
 */
export function chaptersOf({ events }) {
  const starts = events.flatMap(({ event, data }, index) => (event === "new_scenario" ? [{ label: String(data.turn_number), turn: data.turn_number, from: index }] : []));
  const over = events.findIndex(({ event }) => event === "game_over");
  const all = [{ label: "Table", turn: 0, from: 0 }, ...starts, ...(over < 0 ? [] : [{ label: "End", turn: -1, from: over }])];
  return all.map((each, index) => ({ ...each, to: (all[index + 1]?.from ?? events.length) - 1 })).filter(({ from, to }) => from <= to);
}

/**
 * The table after the event at an index.
 * @param {Story} story
 * @param {number} index
 * @returns {Moment}
 */
export function momentAt({ events }, index) {
  return events.slice(0, index + 1).reduce(after, { turn: 0, scene: null, trust: TRUST_AT_START, seated: [], aloud: [], chosen: [], resolution: null, ending: null });
}

/** @type {Record<string, (moment: Moment, data: LoggedEvent["data"]) => Partial<Moment>>} */
const EFFECTS = {
  player_joined: ({ seated }, { player_id: id, player_name: name, seat }) =>
    ({ seated: [...seated.filter((each) => each.id !== id), { id, name, seat, class: null }].sort((one, other) => one.seat - other.seat) }),
  player_left: ({ seated }, data) => ({ seated: seated.filter(({ id }) => id !== data.player_id) }),
  player_kicked: ({ seated }, data) => ({ seated: seated.filter(({ id }) => id !== data.player_id) }),
  class_chosen: ({ seated }, data) => ({ seated: withClasses(seated, [data]) }),
  game_started: ({ seated }, { players }) => ({ seated: withClasses(seated, players) }),
  new_scenario: (_, data) => ({ turn: data.turn_number, scene: data, aloud: [], chosen: [], resolution: null }),
  whisper_shared: ({ aloud }, data) => ({ aloud: [...aloud, data] }),
  player_chose: ({ chosen }, { player_id: id }) => ({ chosen: [...chosen, id] }),
  turn_resolution: (_, data) => ({ resolution: data, trust: data.trust }),
  game_over: (_, data) => ({ ending: data, trust: data.trust }),
};

/**
 * @param {Moment} moment
 * @param {LoggedEvent} event
 * @returns {Moment}
 */
function after(moment, { event, data }) {
  return { ...moment, ...EFFECTS[event]?.(moment, data) };
}

/**
 * @param {Moment["seated"]} seated
 * @param {{player_id: string, class: string}[] | LoggedEvent["data"][]} chosen
 */
function withClasses(seated, chosen) {
  const classes = new Map(chosen.map((each) => [each.player_id, each.class]));
  return seated.map((each) => ({ ...each, class: classes.get(each.id) ?? each.class }));
}
