// What the table knows, in one place. Whoever draws listens for `change`; several changes at once are one.

/**
 * @typedef {import("../client/types.d.ts").GameState} GameState
 * @typedef {import("../client/types.d.ts").ConnectionNews} ConnectionNews
 * @typedef {import("../client/types.d.ts").LoggedEvent} LoggedEvent
 *
 * @typedef {object} Known
 * @property {GameState | null} state
 * @property {LoggedEvent[]} log what was said and done, in order
 * @property {Record<string, {name: string, seat: number, class: string | null}>} people everybody who ever sat here
 * @property {ConnectionNews} connection
 * @property {string[]} typing ids of those who are writing
 * @property {string | null} halted why the table is closed to us
 * @property {boolean} keepsReading whether the note about the lost connection was put aside
 * @property {boolean} starting whether the story has just begun, and its first scene and the whisper with it may be on their way
 * @property {boolean} revealing whether the last reveal is still to be read before the epilogue
 * @property {number | null} trustBefore what trust was, while the cord has yet to move
 * @property {string | null} sealed what was chosen, until the state says so itself
 * @property {any[] | null} ledger all turns, once the story is over
 * @property {{name: string, code: string} | null} nextTable where somebody has laid another table
 * @property {number} skew how far the server's clock is ahead, in ms
 * @property {Record<string, boolean>} busy what was asked for and is not answered
 */

/** @type {Known} */
const NOTHING = {
  state: null, log: [], people: {}, typing: [], halted: null, keepsReading: false, starting: false, revealing: false, trustBefore: null, sealed: null,
  ledger: null, nextTable: null, skew: 0, busy: {},
  connection: { connected: false, status: "idle", attempt: 0, attempts: 10, reconnected: false, polling: false },
};

export class Store extends EventTarget {
  /** @type {Known} */
  known = NOTHING;
  #told = true;

  /** @param {Partial<Known>} changes */
  set(changes) {
    this.known = { ...this.known, ...changes };
    if (!this.#told) return;
    this.#told = false;
    queueMicrotask(() => {
      this.#told = true;
      this.dispatchEvent(new Event("change"));
    });
  }

  /** @param {(known: Known) => void} draw */
  draw(draw) {
    const now = () => {
      try {
        draw(this.known);
      } catch (error) {
        reportError(error);
      }
    };
    this.addEventListener("change", now);
    now();
  }
}

/**
 * Draws only when what it draws has changed.
 * @template T
 * @param {(known: Known) => T} select
 * @param {(selected: T) => void} show
 * @returns {(known: Known) => void}
 */
export function watch(select, show) {
  let last = "";
  return (known) => {
    const selected = select(known);
    const now = JSON.stringify(selected) ?? "";
    if (now === last) return;
    last = now;
    show(selected);
  };
}
