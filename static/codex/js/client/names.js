// What each wire message is called for those who listen with `on`.

/** Logged events, told once each and in order. */
export const FACT_NAMES = /** @type {Record<string, string>} */ ({
  player_joined: "onPlayerJoined",
  player_left: "onPlayerLeft",
  player_kicked: "onPlayerLeft",
  player_chose: "onChoiceSubmitted",
  new_scenario: "onNewScenario",
  turn_resolution: "onTurnResolved",
  chat_message: "onChat",
});

/** Passing messages. */
export const SIGNAL_NAMES = /** @type {Record<string, string>} */ ({
  player_connected: "onPlayerConnected",
  player_reconnected: "onPlayerReconnected",
  player_disconnected: "onPlayerDisconnected",
  presence_update: "onPresenceUpdate",
  player_typing: "onTyping",
  error: "onError",
});

/**
 * Facts are what is numbered; of the signals some name a `seq` without being it.
 * @param {string} name
 * @param {any} data
 */
export function isFact(name, data) {
  return typeof data?.seq === "number" && !Object.hasOwn(SIGNAL_NAMES, name) && name !== "whisper" && name !== "pong";
}

/** A small set of listeners by name. One that throws does not silence the others. */
export function createListeners() {
  /** @type {Map<string, Set<Function>>} */
  const byName = new Map();
  return {
    /**
     * @param {string} name
     * @param {Function} listener
     */
    add(name, listener) {
      const listeners = byName.get(name) ?? new Set();
      byName.set(name, listeners.add(listener));
    },
    /**
     * @param {string} name
     * @param {Function} listener
     */
    remove(name, listener) {
      byName.get(name)?.delete(listener);
    },
    /**
     * @param {string | undefined} name
     * @param {...unknown} values
     */
    tell(name, ...values) {
      for (const listener of [...(byName.get(name ?? "") ?? [])]) {
        try {
          listener(...values);
        } catch (error) {
          globalThis.reportError?.(error);
        }
      }
    },
  };
}
