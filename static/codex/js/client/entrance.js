// Which game this browser is at, and the way into its room. Events do not say whose they are: they are of the room in which the server has
// said that we are. So between turning to another game and the answer of its room nothing is taken.
import { NO_ANSWER } from "./connection.js";
import { createWaiting } from "./waiting.js";

/**
 * @typedef {import("./connection.js").Answer} Answer
 * @typedef {import("./connection.js").Refusal} Refusal
 * @typedef {import("./types.d.ts").GameState} GameState
 * @typedef {ReturnType<typeof import("./story.js").createStory>} Story
 */

/** A game that does not let us in, now or when we ask again. */
const NO_WAY_IN = ["INVALID_GAME", "NOT_IN_GAME", "VALIDATION_ERROR", "KICKED"];

/**
 * @param {object} around
 * @param {import("./connection.js").Connection} around.connection
 * @param {() => Story} around.newStory
 * @param {() => void} around.onKicked
 */
export function createEntrance({ connection, newStory, onKicked }) {
  const nowhere = { gameCode: "", story: newStory() };
  let game = nowhere;
  /** Where a refusal leads back to: the last game that let us in. */
  let former = nowhere;
  let inside = false;
  /** The game that the greeting asked for, until that is answered. */
  let greeted = "";
  const waiting = createWaiting();

  /** @param {string} gameCode */
  function turnTo(gameCode) {
    waiting.settle(game.gameCode, NO_ANSWER);
    if (game.story.state !== null) former = game;
    game = { gameCode, story: newStory() };
    inside = false;
  }

  function arrive() {
    inside = true;
    greeted = "";
  }

  /**
   * Asks for a room over the open socket. A refusal leaves us where we are.
   * @param {string} code
   * @param {string} [name]
   */
  function enter(code, name = "reconnect") {
    const answered = waiting.for(code);
    const payload = { game_code: code, last_seq: code === game.gameCode ? game.story.history.seq : 0 };
    void connection.ask(name, payload, { onAnswer: (answer) => heard(code, answer) }).then((answer) => waiting.settle(code, answer));
    return answered;
  }

  /**
   * Before anything is heard that comes after the answer: that is told in the new room.
   * @param {string} code
   * @param {Answer} answer
   */
  function heard(code, answer) {
    if (!answer.ok && code === game.gameCode) return turnedAway(/** @type {Refusal} */ (answer.error));
    if (!answer.ok) return;
    if (code !== game.gameCode) turnTo(code);
    arrive();
  }

  /**
   * The game we are at, or would be, was refused. For any other reason than these it is asked for again at the next beat.
   * @param {Refusal} error
   */
  function turnedAway(error) {
    waiting.settle(game.gameCode, { ok: false, error });
    if (!NO_WAY_IN.includes(error.code)) return;
    if (game.story.state === null && (error.code !== "KICKED" || former !== nowhere)) goBack();
    else if (error.code === "KICKED") onKicked();
  }

  function goBack() {
    game = former;
    former = nowhere;
    inside = false;
    if (game !== nowhere && connection.connected) void enter(game.gameCode);
  }

  return {
    get game() { return game; },
    get inside() { return inside; },
    turnedAway,
    halt: (/** @type {Refusal} */ error) => waiting.settleAll({ ok: false, error }),

    /** What the greeting asks for. */
    greeting() {
      greeted = game.gameCode;
      return greeted ? { game_code: greeted, last_seq: game.story.history.seq } : {};
    },

    /** The socket is open; the greeting is on its way, and may have asked for another game than is wished by now. */
    opened() {
      inside = false;
      if (greeted !== game.gameCode || waiting.has("")) void enter(game.gameCode);
    },

    closed() {
      inside = false;
      waiting.settleAll(NO_ANSWER, game.gameCode);
    },

    /**
     * The game of this page.
     * @param {string} code
     */
    goTo(code) {
      if (code === game.gameCode) return;
      turnTo(code);
      if (connection.connected) void enter(code);
    },

    /**
     * Without a socket the next greeting asks for the room.
     * @param {string} code
     * @returns {Promise<Answer>}
     */
    join(code) {
      const isAsked = waiting.has(code) || (greeted === code && code === game.gameCode);
      if (connection.connected) return isAsked ? waiting.for(code) : enter(code, "join_game_room");
      if (code !== game.gameCode) turnTo(code);
      return waiting.for(code);
    },

    /** Whatever kept us out may be over. */
    askAgain() {
      if (game.gameCode && !waiting.has(game.gameCode)) void enter(game.gameCode);
    },

    /**
     * Whether this state is of the game we are at.
     * @param {GameState} state
     */
    takeState(state) {
      if (state.game_code !== game.gameCode) return false;
      arrive();
      game.story.takeState(state);
      waiting.settle(game.gameCode, { ok: true, role: state.role, seq: state.seq });
      return true;
    },

    /**
     * A refusal that is told without saying of what: of the greeting while that is not answered. Who asked otherwise gets an answer.
     * @param {Refusal} error
     */
    takeRefusal(error) {
      const ofGreeting = greeted !== "" && greeted === game.gameCode;
      if (ofGreeting) {
        greeted = "";
        turnedAway(error);
      } else if (error.code === "KICKED" && waiting.none) onKicked();
    },
  };
}
