// One game as this browser knows it: what was heard, in order, and the state that it makes.
import { createHistory } from "./history.js";
import { reduce } from "./reducer.js";
import { hear } from "./signals.js";

/**
 * @typedef {import("./types.d.ts").GameState} GameState
 * @typedef {import("./types.d.ts").LoggedEvent} LoggedEvent
 * @typedef {import("./types.d.ts").Hearing} Hearing
 */

/** What was told longer ago than this is caught up with, not happening. */
const LIVE_MS = 10_000;

/**
 * @param {object} around
 * @param {(event: LoggedEvent, hearing: Hearing) => void} around.onEvent
 * @param {(state: GameState) => void} around.onState
 */
export function createStory({ onEvent, onState }) {
  const history = createHistory();
  /** @type {GameState | null} */
  let state = null;
  /** A whisper that came before its scene. @type {Record<string, any> | null} */
  let early = null;

  /**
   * @param {LoggedEvent[]} due
   * @param {(event: LoggedEvent) => boolean} isLive
   */
  function tell(due, isLive) {
    for (const event of due) onEvent(event, { live: isLive(event) });
    if (state !== null) onState(state);
  }

  return {
    history,
    get state() { return state; },

    /**
     * Takes a state as it was read, with the events that led to it. An older one than is known brings its events only.
     * @param {GameState} fresh
     * @param {{mayBeLive?: boolean}} [options]
     */
    takeState(fresh, { mayBeLive = false } = {}) {
      const known = history.seq;
      const isFirst = state === null;
      const due = [...history.take(fresh.events), ...history.jump(fresh.seq)];
      if (isFirst || fresh.seq >= known) {
        state = due.filter((event) => event.data.seq > fresh.seq).reduce(reduce, fresh);
      } else if (state !== null) {
        state = due.reduce(reduce, state);
      }
      const oldest = Date.parse(fresh.server_time) - LIVE_MS;
      tell(due, (event) => mayBeLive && !isFirst && Date.parse(event.data.timestamp) > oldest);
    },

    /** @param {LoggedEvent} event */
    takeEvent(event) {
      const due = history.take([event]);
      if (due.length === 0) return;
      if (state !== null) state = due.reduce(reduce, state);
      if (state !== null && early !== null) state = hear(state, "whisper", early);
      tell(due, () => true);
    },

    /**
     * @param {string} name
     * @param {Record<string, any>} data
     */
    takeSignal(name, data) {
      if (name === "whisper") early = data;
      history.notice(data.seq);
      if (state === null) return;
      const after = hear(state, name, data);
      if (after === state) return;
      state = after;
      onState(state);
    },
  };
}
