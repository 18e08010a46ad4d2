// Reading the state over HTTP: when polling, for a gap in the history, and when something may have changed unheard.

const ASK_AGAIN_MS = 2000;

/**
 * @typedef {ReturnType<typeof import("./story.js").createStory>} Story
 *
 * @param {object} around
 * @param {(query: {game_code: string, since: number}) => Promise<import("./types.d.ts").GameState>} around.readState
 * @param {() => {story: Story, gameCode: string}} around.current
 * @param {(error: import("./connection.js").Refusal) => void} around.onRefused
 * @param {import("./types.d.ts").Timers} around.timers
 */
export function createReading({ readState, current, onRefused, timers }) {
  let reading = false;
  let readAgain = false;

  async function read() {
    const { story, gameCode } = current();
    if (!gameCode) throw new Error("No game to read.");
    try {
      const state = await readState({ game_code: gameCode, since: story.history.seq });
      if (story === current().story) story.takeState(state, { mayBeLive: true });
    } catch (error) {
      const { code = "", message = "" } = /** @type {Partial<import("./connection.js").Refusal>} */ (error);
      if (story === current().story) onRefused({ code, message });
      throw error;
    }
  }

  /** Several wishes at once are one reading, and one more after it. */
  async function refresh() {
    readAgain = reading;
    if (reading || !current().gameCode) return;
    reading = true;
    await read().catch(() => {});
    reading = false;
    if (readAgain) await refresh();
  }

  /** Asks for what is missing, once for each gap; again only if no answer came. */
  function mendGap() {
    const { story } = current();
    if (story.state === null || story.history.gap() === null) return;
    read().catch(() => timers.set(() => { story.history.unasked(); mendGap(); }, ASK_AGAIN_MS));
  }

  return { read, refresh, mendGap };
}
