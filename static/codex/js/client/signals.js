// What passing messages do to the state: who is online, and one's own whisper. Pure.

/** @typedef {import("./types.d.ts").GameState} GameState */

/** @type {Record<string, (state: GameState, data: Record<string, any>) => GameState>} */
const SIGNALS = {
  presence_update: (state, data) => {
    const online = new Set(data.online_players);
    return { ...state, players: state.players.map((player) => ({ ...player, online: player.is_bot || online.has(player.player_id) })) };
  },
  player_connected: (state, data) => withOnline(state, data.player_id, true),
  player_reconnected: (state, data) => withOnline(state, data.player_id, true),
  player_disconnected: (state, data) => withOnline(state, data.player_id, false),
  whisper: (state, data) => (state.you !== null && state.scenario?.scenario_id === data.scenario_id
    ? { ...state, you: { ...state.you, whisper: data.whisper } }
    : state),
};

/**
 * The state after a passing message.
 * @param {GameState} state
 * @param {string} name
 * @param {Record<string, any>} data
 * @returns {GameState}
 */
export function hear(state, name, data) {
  return Object.hasOwn(SIGNALS, name) ? SIGNALS[name](state, data) : state;
}

/**
 * @param {GameState} state
 * @param {string} playerId
 * @param {boolean} online
 * @returns {GameState}
 */
function withOnline(state, playerId, online) {
  return { ...state, players: state.players.map((player) => (player.player_id === playerId ? { ...player, online } : player)) };
}
