// The browser's end of a game: joins what the socket tells and what is read over HTTP into one history.
import { clock, createConnection } from "./connection.js";
import { createListeners, FACT_NAMES, isFact, SIGNAL_NAMES } from "./names.js";
import { createPolling } from "./polling.js";
import { createReading } from "./reading.js";
import { createSayings } from "./sayings.js";
import { createStory } from "./story.js";

/**
 * @typedef {import("./types.d.ts").GameState} GameState
 * @typedef {import("./types.d.ts").ConnectionNews} ConnectionNews
 * @typedef {import("./connection.js").Answer} Answer
 * @typedef {import("./connection.js").Refusal} Refusal
 */

const ENDED = ["AUTH_REQUIRED", "SESSION_EXPIRED", "KICKED"];
const NO_WAY_IN = ["INVALID_GAME", "NOT_IN_GAME"];
const FIRST_STATE_MS = 1500;
const IN_FLIGHT_MS = 1000;
/** Polls between two quiet attempts to get the socket back after the last counted one. */
const POLLS_BETWEEN = 6;

/**
 * @param {object} around
 * @param {(auth: (give: (auth: object) => void) => void) => import("./types.d.ts").SocketLike} around.createSocket
 * @param {(query: {game_code: string, since: number}) => Promise<GameState>} around.readState
 * @param {() => string} around.newCommandId
 * @param {import("./types.d.ts").Timers} [around.timers]
 * @param {() => number} [around.random]
 */
export function createClient({ createSocket, readState, newCommandId, timers = clock, random }) {
  const listeners = createListeners();
  let gameCode = "";
  let playerId = "";
  let story = newStory();
  let polls = 0;
  let pollWorks = false;
  /** @type {Omit<ConnectionNews, "polling">} */
  let news = { connected: false, status: "idle", attempt: 0, attempts: 10, reconnected: false };

  const connection = createConnection({
    createSocket: () => createSocket((give) => give(gameCode ? { game_code: gameCode, last_seq: story.history.seq } : {})),
    onMessage: take, onChange, onRefused, onBeat, timers, random,
  });
  const { read, refresh, mendGap } = createReading({
    readState, timers,
    current: () => ({ story, gameCode }),
    onRefused: (error) => { if (NO_WAY_IN.includes(error.code) || ENDED.includes(error.code)) onRefused(error); },
  });
  const polling = createPolling({ read, onAnswer: onPolled, timers });

  function newStory() {
    return createStory({
      onEvent({ event, data }, hearing) {
        listeners.tell(FACT_NAMES[event], data, hearing);
        listeners.tell(event, data, hearing);
        listeners.tell("onEvent", { event, data }, hearing);
        if (event === "player_chose" && data.player_id === story.state?.you?.player_id && hearing.live) void refresh();
        if (event === "new_scenario" && hearing.live) timers.set(missWhisper, FIRST_STATE_MS);
      },
      onState: (state) => listeners.tell("onState", state),
    });
  }

  function missWhisper() {
    const { state } = story;
    if (state?.phase === "scenario" && state.you !== null && state.you.whisper === null) void refresh();
  }

  /** @param {Omit<ConnectionNews, "polling">} latest */
  function onChange(latest) {
    news = latest;
    if (latest.connected || latest.status === "halted") {
      polling.stop();
      pollWorks = false;
    } else polling.start();
    tellConnection();
  }

  function tellConnection() {
    listeners.tell("onConnectionChange", { ...news, polling: polling.running && pollWorks });
  }

  /** @param {boolean} answered */
  function onPolled(answered) {
    const back = answered && !pollWorks;
    polls = back ? 0 : polls + 1;
    if (answered && polls % POLLS_BETWEEN === 0) connection.tryOnce();
    if (answered === pollWorks) return;
    pollWorks = answered;
    tellConnection();
  }

  /**
   * @param {string} name
   * @param {any} data
   */
  function take(name, data) {
    if (name === "reconnect_sync") return sync(data);
    if (isFact(name, data)) {
      story.takeEvent({ event: name, data });
      return mendGap();
    }
    story.takeSignal(name, data ?? {});
    listeners.tell(SIGNAL_NAMES[name], data);
    listeners.tell(name, data);
    if (name === "error") onError(data);
    if (name === "presence_update") timers.set(mendGap, IN_FLIGHT_MS);
  }

  /**
   * What was refused on connecting or over HTTP is heard like what is refused over the socket.
   * @param {Refusal} error
   */
  function onRefused(error) {
    if (ENDED.includes(error.code) || NO_WAY_IN.includes(error.code)) halt(error.code);
    listeners.tell("onError", error);
  }

  /** @param {Refusal} error */
  function onError({ code }) {
    if (ENDED.includes(code) || (NO_WAY_IN.includes(code) && story.state === null)) halt(code);
  }

  /** @param {GameState} state */
  function sync(state) {
    if (state.game_code !== gameCode) return;
    story.takeState(state);
    listeners.tell("onSync", state);
    mendGap();
  }

  /** @param {Answer} pong */
  function onBeat(pong) {
    if (!gameCode) return;
    // In no room, although we asked for one: whatever kept us out may be over.
    if (pong.seq === null) void connection.ask("reconnect", { game_code: gameCode, last_seq: story.history.seq });
    story.history.notice(pong.seq);
    timers.set(mendGap, IN_FLIGHT_MS);
  }

  /** @param {string} code */
  function halt(code) {
    if (connection.status === "halted") return;
    connection.halt();
    listeners.tell("onHalted", { code });
  }

  /** @param {string} code */
  function turnTo(code) {
    gameCode = code;
    story = newStory();
  }

  const client = {
    /**
     * Connects, and goes straight into the room of a game where one is named.
     * @param {{gameCode?: string, playerId?: string}} [options]
     */
    init({ gameCode: code = "", playerId: id = "" } = {}) {
      playerId = id;
      if (code && code.toUpperCase() !== gameCode) turnTo(code.toUpperCase());
      connection.open();
      // A door that opens and then says nothing keeps nobody from the table; while it does not open, the table is polled.
      timers.set(() => { if (story.state === null && connection.connected) void refresh(); }, FIRST_STATE_MS);
      return client;
    },

    /**
     * @param {string} code
     * @returns {Promise<Answer>}
     */
    joinGameRoom(code) {
      const same = code.toUpperCase() === gameCode;
      if (!same) turnTo(code.toUpperCase());
      // Not connected yet: the greeting itself asks for the room.
      if (!connection.connected || (same && story.state === null)) {
        connection.open();
        return new Promise((resolve) => {
          const joined = (/** @type {GameState} */ { role, seq }) => { client.off("onSync", joined); resolve({ ok: true, role, seq }); };
          client.on("onSync", joined);
        });
      }
      return connection.ask("join_game_room", { game_code: gameCode, last_seq: story.history.seq });
    },

    /**
     * @param {string} name
     * @param {Function} listener
     */
    on(name, listener) {
      listeners.add(name, listener);
      return client;
    },

    /**
     * @param {string} name
     * @param {Function} listener
     */
    off(name, listener) {
      listeners.remove(name, listener);
      return client;
    },

    ...createSayings(connection, newCommandId),
    isConnected: () => connection.connected,
    getSocket: () => connection.socket,
    getState: () => story.state,
    getPlayerId: () => story.state?.you?.player_id ?? playerId,
    refresh,
    halt,
    tryNow: () => connection.tryNow(),
    probe: () => connection.probe(),
  };
  return client;
}
