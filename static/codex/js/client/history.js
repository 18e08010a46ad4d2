// The order of events: drops what was heard, holds what is early, and says once for each gap where it begins. Pure.

/** @typedef {import("./types.d.ts").LoggedEvent} LoggedEvent */

/**
 * @param {number} [from] the `seq` that is known already
 */
export function createHistory(from = 0) {
  let seq = from;
  /** The highest `seq` that is known to exist. */
  let known = from;
  /** Where the gap begins that was asked about; -1 while nothing was asked. */
  let asked = -1;
  /** @type {Map<number, LoggedEvent>} */
  const held = new Map();

  /** @returns {LoggedEvent[]} */
  function release() {
    const due = [];
    for (let next = held.get(seq + 1); next !== undefined; next = held.get(seq + 1)) {
      held.delete(next.data.seq);
      seq = next.data.seq;
      due.push(next);
    }
    return due;
  }

  return {
    get seq() {
      return seq;
    },

    /**
     * Takes events in whatever order they come, and gives those whose turn it is.
     * @param {LoggedEvent[]} events
     */
    take(events) {
      for (const event of events) {
        if (event.data.seq <= seq) continue;
        known = Math.max(known, event.data.seq);
        held.set(event.data.seq, event);
      }
      return release();
    },

    /**
     * A state that was read at this `seq` stands for all events up to it.
     * @param {number} to
     */
    jump(to) {
      if (to <= seq) return [];
      seq = to;
      known = Math.max(known, to);
      for (const early of held.keys()) if (early <= to) held.delete(early);
      return release();
    },

    /**
     * Hears how far the game is, without the events.
     * @param {number | null | undefined} to
     */
    notice(to) {
      if (typeof to === "number") known = Math.max(known, to);
    },

    /**
     * The `seq` to ask from, once for each gap; null when nothing is missing or it was asked about.
     * @returns {number | null}
     */
    gap() {
      if (known <= seq || asked === seq) return null;
      asked = seq;
      return seq;
    },

    /** The asking came to nothing: the same gap may be asked about again. */
    unasked() {
      asked = -1;
    },
  };
}
