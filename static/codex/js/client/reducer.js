// What each fact does to the state. Pure: state before + facts = state freshly read, but for `you`, `online` and `server_time`,
// of which the facts tell only a part.

/**
 * @typedef {import("./types.d.ts").GameState} GameState
 * @typedef {import("./types.d.ts").PlayerState} PlayerState
 * @typedef {import("./types.d.ts").ScenarioState} ScenarioState
 * @typedef {import("./types.d.ts").LoggedEvent} LoggedEvent
 * @typedef {LoggedEvent["data"]} Data
 */

/** @type {Record<string, (state: GameState, data: Data) => GameState>} */
const FACTS = {
  player_joined: (state, data) => ({ ...state, players: seated(state.players, data) }),
  player_left: departed,
  player_kicked: departed,
  host_changed: (state, data) => ({ ...state, host_id: data.player_id, ...yours(state, { is_host: data.player_id === state.you?.player_id }) }),
  class_chosen: (state, data) => ({
    ...state,
    players: withClasses(state.players, [data]),
    ...(isYou(state, data) ? yours(state, { class: data.class }) : {}),
  }),
  game_started: started,
  new_scenario: opened,
  whisper_shared: (state, data) => ({
    ...withScenario(state, (scenario) => ({ shared: [...new Set([...scenario.shared, data.player_id])].sort() })),
    ...(isYou(state, data) ? yours(state, { shared: true }) : {}),
  }),
  player_chose: (state, data) => withScenario(state, () => ({
    choices_submitted: data.choices_submitted,
    total_players: data.total_players,
    waiting_for: data.waiting_for,
  })),
  turn_resolution: resolved,
  game_over: finished,
  deadline_changed: (state, data) => ({ ...withScenario(state, () => ({ deadline: data.deadline })), deadline: data.deadline }),
};

/**
 * The state after one logged event. Facts that only speak (talk, announcements) move nothing but `seq`.
 * @param {GameState} state
 * @param {LoggedEvent} event
 * @returns {GameState}
 */
export function reduce(state, { event, data }) {
  const after = Object.hasOwn(FACTS, event) ? FACTS[event](state, data) : state;
  return { ...after, seq: data.seq };
}

/**
 * @param {GameState} state
 * @param {Data} data
 */
function isYou(state, data) {
  return state.you !== null && state.you.player_id === data.player_id;
}

/**
 * @param {GameState} state
 * @param {Partial<import("./types.d.ts").You>} changes
 * @returns {Partial<GameState>}
 */
function yours(state, changes) {
  return state.you === null ? {} : { you: { ...state.you, ...changes } };
}

/**
 * @param {GameState} state
 * @param {(scenario: ScenarioState) => Partial<ScenarioState>} change
 * @returns {GameState}
 */
function withScenario(state, change) {
  return state.scenario === null ? state : { ...state, scenario: { ...state.scenario, ...change(state.scenario) } };
}

/**
 * @param {PlayerState[]} players
 * @param {Data} data
 */
function seated(players, data) {
  /** @type {PlayerState} */
  const player = {
    player_id: data.player_id,
    player_name: data.player_name,
    class: data.class ?? null,
    online: data.is_bot,
    seat: data.seat,
    is_bot: data.is_bot,
  };
  return [...players.filter((each) => each.player_id !== data.player_id), player].sort((one, other) => one.seat - other.seat);
}

/**
 * @param {PlayerState[]} players
 * @param {{player_id: string, class: string}[] | Data[]} chosen
 */
function withClasses(players, chosen) {
  const classes = new Map(chosen.map((each) => [each.player_id, each.class]));
  return players.map((player) => (classes.has(player.player_id) ? { ...player, class: classes.get(player.player_id) ?? null } : player));
}

/**
 * Who stands up is no longer waited for; a slip that they have laid down stays on the table.
 * @param {GameState} state
 * @param {Data} data
 * @returns {GameState}
 */
function departed(state, data) {
  const after = withScenario(state, (scenario) => {
    const waiting = scenario.waiting_for.filter((id) => id !== data.player_id);
    return { waiting_for: waiting, total_players: scenario.choices_submitted + waiting.length };
  });
  const players = after.players.filter((player) => player.player_id !== data.player_id);
  return isYou(state, data) ? { ...after, players, you: null, role: "spectator" } : { ...after, players };
}

/**
 * @param {GameState} state
 * @param {Data} data
 * @returns {GameState}
 */
function started(state, data) {
  const players = withClasses(state.players, data.players);
  const own = players.find((player) => player.player_id === state.you?.player_id);
  return { ...state, phase: "resolved", game_started: true, players, ...(own ? yours(state, { class: own.class }) : {}) };
}

/**
 * @param {GameState} state
 * @param {Data} data
 * @returns {GameState}
 */
function opened(state, data) {
  const { scenario_id, theme, title, turn_number, public_scene, options, deadline, waiting_for } = data;
  return {
    ...state,
    phase: "scenario",
    has_scenario: true,
    turn_number,
    deadline,
    scenario: {
      scenario_id, theme, title, turn_number, public_scene, options, deadline,
      resolved: false, choices_submitted: 0, total_players: waiting_for.length, waiting_for, shared: [],
    },
    ...yours(state, { whisper: null, shared: false, choice: null }),
  };
}

/**
 * Whoever had not chosen hesitates, and that lies on the table like a choice.
 * @param {GameState} state
 * @param {Data} data
 * @returns {GameState}
 */
function resolved(state, data) {
  const { turn_number, outcome, choices, trust_change, trust, reasons } = data;
  const laid = { resolved: true, deadline: null, waiting_for: [], choices_submitted: choices.length, total_players: choices.length };
  return {
    ...withScenario(state, () => laid),
    phase: "resolved",
    deadline: null,
    trust,
    resolution: { turn_number, outcome, choices, trust_change, trust, reasons },
  };
}

/**
 * A turn that was open when the story ended is closed as it lies.
 * @param {GameState} state
 * @param {Data} data
 * @returns {GameState}
 */
function finished(state, data) {
  const { reason, trust, title, epilogue, endings } = data;
  return {
    ...withScenario(state, ({ choices_submitted }) => ({ resolved: true, deadline: null, waiting_for: [], total_players: choices_submitted })),
    phase: "finished",
    deadline: null,
    trust,
    ending: { reason, trust, title, epilogue, endings },
  };
}
