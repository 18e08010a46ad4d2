// Who waits to be let into which room. All who wait for one room get the one answer.

/** @typedef {import("./connection.js").Answer} Answer */

export function createWaiting() {
  /** @type {Map<string, {answer: Promise<Answer>, give: (answer: Answer) => void}>} */
  const rooms = new Map();

  /** @param {string} code */
  function begin(code) {
    let give = (/** @type {Answer} */ _) => {};
    const answer = new Promise((/** @type {(answer: Answer) => void} */ resolve) => { give = resolve; });
    const place = { answer, give };
    rooms.set(code, place);
    return place;
  }

  /**
   * @param {string} code
   * @param {Answer} answer
   */
  function settle(code, answer) {
    rooms.get(code)?.give(answer);
    rooms.delete(code);
  }

  return {
    settle,
    get none() { return rooms.size === 0; },
    /** @param {string} code */
    has: (code) => rooms.has(code),
    /** @param {string} code */
    for: (code) => (rooms.get(code) ?? begin(code)).answer,

    /**
     * @param {Answer} answer
     * @param {string} [but] the room that is still waited for
     */
    settleAll(answer, but) {
      for (const code of [...rooms.keys()]) if (code !== but) settle(code, answer);
    },
  };
}
