// The browser's end of a game: joins what the socket tells and what is read over HTTP into one history.
import { clock, createConnection } from "./connection.js";
import { createEntrance } from "./entrance.js";
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

const NOBODY = ["AUTH_REQUIRED", "SESSION_EXPIRED"];
const NO_WAY_IN = ["INVALID_GAME", "NOT_IN_GAME", "KICKED"];
const FIRST_STATE_MS = 1500;
const IN_FLIGHT_MS = 1000;
/** Polls between two quiet attempts to get the socket back after the last counted one. */
const POLLS_BETWEEN = 6;

/**
 * @param {object} around
 * @param {(auth: (give: (auth: object) => void) => void) => import("./types.d.ts").SocketLike} around.createSocket
 * @param {(socket: any) => void} [around.anotherWay] makes the socket's next attempt begin with another transport
 * @param {(query: {game_code: string, since: number}) => Promise<GameState>} around.readState
 * @param {() => string} around.newCommandId
 * @param {import("./types.d.ts").Timers} [around.timers]
 * @param {() => number} [around.random]
 */
export function createClient({ createSocket, anotherWay, readState, newCommandId, timers = clock, random }) {
  const listeners = createListeners();
  let playerId = "";
  let polls = 0;
  let pollWorks = false;
  /** @type {Omit<ConnectionNews, "polling">} */
  let news = { connected: false, status: "idle", attempt: 0, attempts: 10, reconnected: false };

  const connection = createConnection({
    createSocket: () => createSocket((give) => give(entrance.greeting())),
    anotherWay, onMessage: take, onChange, onRefused, onBeat, timers, random,
  });
  const entrance = createEntrance({ connection, newStory, onKicked: () => halt("KICKED") });
  const { read, refresh, mendGap } = createReading({
    readState, timers,
    current: () => entrance.game,
    onRefused: onReadRefused,
  });
  const polling = createPolling({ read, onAnswer: onPolled, timers });

  function newStory() {
    return createStory({
      onEvent({ event, data }, hearing) {
        listeners.tell(FACT_NAMES[event], data, hearing);
        listeners.tell(event, data, hearing);
        listeners.tell("onEvent", { event, data }, hearing);
        if (event === "player_chose" && data.player_id === stateNow()?.you?.player_id && hearing.live) void refresh();
        if (event === "new_scenario" && hearing.live) timers.set(missWhisper, FIRST_STATE_MS);
      },
      onState: (state) => listeners.tell("onState", state),
    });
  }

  const stateNow = () => entrance.game.story.state;

  function missWhisper() {
    const state = stateNow();
    if (state?.phase === "scenario" && state.you !== null && state.you.whisper === null) void refresh();
  }

  /** @param {Omit<ConnectionNews, "polling">} latest */
  function onChange(latest) {
    news = latest;
    if (latest.connected) entrance.opened();
    else entrance.closed();
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
    if (name === "error") onError(data);
    else if (!entrance.inside && name !== "pong") return;
    const { story } = entrance.game;
    if (isFact(name, data)) {
      story.takeEvent({ event: name, data });
      return mendGap();
    }
    story.takeSignal(name, data ?? {});
    listeners.tell(SIGNAL_NAMES[name], data);
    listeners.tell(name, data);
    if (name === "presence_update") timers.set(mendGap, IN_FLIGHT_MS);
  }

  /** @param {Refusal} error */
  function onError(error) {
    if (NOBODY.includes(error.code)) halt(error.code);
    else entrance.takeRefusal(error);
  }

  /**
   * What is refused on connecting is heard like what is refused over the socket.
   * @param {Refusal} error
   */
  function onRefused(error) {
    if (NOBODY.includes(error.code) || error.code === "KICKED") halt(error.code);
    else if (error.code === "VALIDATION_ERROR") entrance.turnedAway(error);
    listeners.tell("onError", error);
  }

  /** @param {Refusal} error */
  function onReadRefused(error) {
    const isOut = NO_WAY_IN.includes(error.code);
    if (!isOut && !NOBODY.includes(error.code)) return;
    if (isOut && stateNow() === null) entrance.turnedAway(error);
    else halt(error.code);
    listeners.tell("onError", error);
  }

  /** @param {GameState} state */
  function sync(state) {
    if (!entrance.takeState(state)) return;
    listeners.tell("onSync", state);
    mendGap();
  }

  /** @param {Answer} pong */
  function onBeat(pong) {
    // In no room, or in another than we asked for: whatever kept us out may be over.
    if (pong.seq === null || !entrance.inside) return entrance.askAgain();
    entrance.game.story.history.notice(pong.seq);
    timers.set(mendGap, IN_FLIGHT_MS);
  }

  /** @param {string} code */
  function halt(code) {
    if (connection.status === "halted") return;
    connection.halt();
    entrance.halt({ code, message: "" });
    listeners.tell("onHalted", { code });
  }

  const client = {
    /**
     * Connects, and goes straight into the room of a game where one is named.
     * @param {{gameCode?: string, playerId?: string}} [options]
     */
    init({ gameCode: code = "", playerId: id = "" } = {}) {
      playerId = id;
      if (code) entrance.goTo(code.toUpperCase());
      connection.open();
      // A door that opens and then says nothing keeps nobody from the table; while it does not open, the table is polled.
      timers.set(() => { if (stateNow() === null && connection.connected) void refresh(); }, FIRST_STATE_MS);
      return client;
    },

    /**
     * Answers with the refusal where there is one; then everything stays as it was.
     * @param {string} code
     * @returns {Promise<Answer>}
     */
    joinGameRoom(code) {
      const answer = entrance.join(code.toUpperCase());
      connection.open();
      return answer;
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
    getState: stateNow,
    getPlayerId: () => stateNow()?.you?.player_id ?? playerId,
    refresh,
    halt,
    tryNow: () => connection.tryNow(),
    probe: () => connection.probe(),
  };
  return client;
}
