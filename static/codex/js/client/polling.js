// Asking instead of being told: only while no socket can be had.
import { clock } from "./connection.js";

const EVERY_MS = 5000;
/** A socket that is only a moment away is waited for. */
const BEGIN_MS = 2000;

/**
 * @param {object} around
 * @param {() => Promise<unknown>} around.read reads the state and hands it on; rejects when no answer comes
 * @param {(answered: boolean) => void} around.onAnswer
 * @param {import("./types.d.ts").Timers} [around.timers]
 */
export function createPolling({ read, onAnswer, timers = clock }) {
  let running = false;
  /** @type {unknown} */
  let timer;

  async function round() {
    let answered = true;
    try {
      await read();
    } catch {
      answered = false;
    }
    if (!running) return;
    timer = timers.set(round, EVERY_MS);
    onAnswer(answered);
  }

  return {
    get running() { return running; },

    start() {
      if (running) return;
      running = true;
      timer = timers.set(round, BEGIN_MS);
    },

    stop() {
      running = false;
      timers.clear(timer);
    },
  };
}
