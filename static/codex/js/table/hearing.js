// From what the client hears to what the table knows: one path for all of it.
import { get } from "../lib/api.js";
import { notify } from "../lib/notices.js";
import { within } from "../lib/words.js";
import { openScene, turnSlips } from "./ceremony.js";
import { play } from "./sound.js";
import { KEPT, noteOf } from "./tellings.js";
import { invitedTo } from "./view.js";

/**
 * @typedef {import("../client/types.d.ts").GameState} GameState
 * @typedef {import("../client/types.d.ts").LoggedEvent} LoggedEvent
 * @typedef {import("../client/types.d.ts").Hearing} Hearing
 */

/** Before the table is known, these mean that there is none for us. */
const NO_WAY_IN = ["INVALID_GAME", "NOT_IN_GAME"];
const MOST_LINES = 300;
const TYPING_MS = 6000;
/** The first scene follows the start at once; only if it does not come, its own button is shown. */
const STARTING_MS = 2000;

/**
 * @param {import("./store.js").Store} store
 * @param {any} client
 * @param {string} code
 * @param {(state: GameState) => GameState} [shown] what of a state this page may show
 */
export function wireHearing(store, client, code, shown = (state) => state) {
  let ownId = "";
  client.on("onEvent", (/** @type {LoggedEvent} */ event, /** @type {Hearing} */ hearing) => {
    remember(store, event);
    if (hearing.live) celebrate(store, event);
    else if (event.event === "new_scenario") store.set({ revealing: false });
  });
  // One's own chair is gone: by one's own wish, in another window perhaps, or by the host's.
  for (const [name, why] of [["player_left", "LEFT"], ["player_kicked", "KICKED"]]) {
    client.on(name, (/** @type {any} */ { player_id: id }, /** @type {Hearing} */ hearing) => { if (hearing.live && id === ownId) client.halt(why); });
  }
  client.on("onState", (/** @type {GameState} */ { you }) => { ownId = you?.player_id ?? ownId; });
  client.on("onState", (/** @type {GameState} */ state) => takeState(store, shown(state), code));
  client.on("onConnectionChange", (/** @type {any} */ connection) =>
    store.set({ connection, ...(connection.connected ? { keepsReading: false } : {}) }));
  client.on("onError", (/** @type {{code: string}} */ { code: why }) => {
    if (store.known.state === null && NO_WAY_IN.includes(why)) client.halt(why);
  });
  client.on("onHalted", (/** @type {{code: string}} */ halted) => {
    const ended = halted.code === "AUTH_REQUIRED" && store.known.state !== null ? "SESSION_EXPIRED" : halted.code;
    store.set({ halted: store.known.halted ?? ended });
  });
  client.on("onTyping", typingOf(store));
  client.on("onPlayerReconnected", (/** @type {any} */ { player_name }) => notify(`${within(player_name)} came back.`));
  client.on("onPlayerDisconnected", (/** @type {any} */ { player_id: id, player_name }) => {
    if (store.known.state?.players.some((player) => player.player_id === id)) notify(`${within(player_name)} has lost the connection.`);
  });
}

/**
 * @param {import("./store.js").Store} store
 * @param {LoggedEvent} event
 */
function remember(store, event) {
  const { log, people } = store.known;
  const { data } = event;
  if (KEPT.has(event.event)) store.set({ log: [...log, event].slice(-MOST_LINES) });
  if (event.event === "player_joined") {
    store.set({ people: { ...people, [data.player_id]: { name: data.player_name, seat: data.seat, class: people[data.player_id]?.class ?? null } } });
  }
  const next = event.event === "chat_message" ? invitedTo(data.text, location.origin) : null;
  if (next && store.known.state?.phase === "finished") store.set({ nextTable: { name: data.player_name, code: next } });
  if (event.event === "new_scenario") store.set({ sealed: null });
}

/**
 * @param {import("./store.js").Store} store
 * @param {LoggedEvent} event
 */
function celebrate(store, event) {
  const note = noteOf(event, store.known.state?.you?.player_id);
  if (note) notify(note.text, "plain", { sign: note.sign });
  if (event.event === "new_scenario") {
    store.set({ revealing: false });
    openScene();
  }
  if (event.event === "game_started") {
    store.set({ starting: true });
    setTimeout(() => store.set({ starting: false }), STARTING_MS);
  }
  if (event.event === "player_chose") play("sealed");
  if (event.event === "turn_resolution") {
    store.set({ revealing: true });
    turnSlips(store, /** @type {any} */ (event.data));
  }
}

/**
 * @param {import("./store.js").Store} store
 * @param {GameState} state
 * @param {string} code
 */
function takeState(store, state, code) {
  const { people, skew, state: before } = store.known;
  const isFresh = state.server_time !== before?.server_time;
  const seated = state.players.map((player) => [player.player_id, { name: player.player_name, seat: player.seat, class: player.class }]);
  store.set({ state, people: { ...people, ...Object.fromEntries(seated) }, skew: isFresh ? Date.parse(state.server_time) - Date.now() : skew });
  if (state.phase === "finished" && store.known.ledger === null && !store.known.busy.ledger) void readLedger(store, code);
}

/**
 * @param {import("./store.js").Store} store
 * @param {string} code
 */
async function readLedger(store, code) {
  store.set({ busy: { ...store.known.busy, ledger: true } });
  const { turns } = await get("replay", { game_code: code }).catch(() => ({ turns: null }));
  store.set({ ledger: turns, busy: { ...store.known.busy, ledger: false } });
}

/** @param {import("./store.js").Store} store */
function typingOf(store) {
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  const ends = new Map();
  return (/** @type {{player_id: string, is_typing: boolean}} */ { player_id: id, is_typing: writes }) => {
    const others = store.known.typing.filter((each) => each !== id);
    clearTimeout(ends.get(id));
    store.set({ typing: writes ? [...others, id] : others });
    if (writes) ends.set(id, setTimeout(() => store.set({ typing: store.known.typing.filter((each) => each !== id) }), TYPING_MS));
  };
}

