// A game that never was, told fact by fact, and a clock that waits to be turned.

export const START = {
  game_code: "R7KM2P", phase: "lobby", seq: 0, players: [], host_id: "p1", game_started: false, has_scenario: false, scenario: null,
  resolution: null, ending: null, trust: 50, turn_number: 0, max_turns: 8, max_players: 4, turn_seconds: 0, auto_resolve: false,
  allow_spectators: true, is_public: false, deadline: null, role: "player", you: null, events: [], server_time: "2026-03-14T21:00:00.000Z",
};

export const you = (changes = {}) => ({ player_id: "p1", class: null, whisper: null, shared: false, choice: null, is_host: true, ...changes });

/** Numbers events from 1. */
export function log(...events) {
  return events.map(([event, data], index) => ({ event, data: { ...data, seq: index + 1, timestamp: "2026-03-14T21:00:00.000Z" } }));
}

export const joined = (seat, name, bot = false) =>
  ["player_joined", { player_id: `p${seat}`, player_name: name, player_count: seat, seat, is_bot: bot }];
export const scene = (waiting, turn = 1, deadline = null) => ["new_scenario", {
  scenario_id: `s${turn}`, theme: "debt", turn_number: turn, deadline, message: "", title: "The Ferryman’s Weight", public_scene: "The ferry hangs.",
  options: [{ id: "o1", text: "Pull." }, { id: "o2", text: "Swim." }], waiting_for: waiting,
}];
export const chose = (id, waiting, total) => ["player_chose", {
  player_id: id, player_name: id, choices_submitted: total - waiting.length, total_players: total, all_submitted: waiting.length === 0, waiting_for: waiting,
}];

/** Timers that pass only when told to. */
export function fakeTimers() {
  let now = 0;
  let last = 0;
  const due = new Map();
  const settle = async () => { for (let each = 0; each < 20; each += 1) await Promise.resolve(); };
  return {
    set: (act, ms) => { last += 1; due.set(last, { at: now + ms, act }); return last; },
    clear: (handle) => { due.delete(handle); },
    now: () => now,
    waits: () => [...due.values()].map(({ at }) => at - now).sort((one, other) => one - other),
    async pass(ms) {
      const until = now + ms;
      await settle();
      for (;;) {
        const [handle, next] = [...due].sort(([, one], [, other]) => one.at - other.at)[0] ?? [];
        if (!next || next.at > until) break;
        due.delete(handle);
        now = next.at;
        next.act();
        await settle();
      }
      now = until;
    },
  };
}

/** A socket that does what the test says. */
export function fakeSocket() {
  const listeners = new Map();
  const any = [];
  const socket = {
    connected: false, connects: 0, disconnects: 0, sent: [], answers: {}, unanswered: [],
    connect() { socket.connects += 1; },
    disconnect() { socket.disconnects += 1; if (socket.connected) { socket.connected = false; socket.fire("disconnect", "io client disconnect"); } },
    on(name, listener) { listeners.set(name, [...(listeners.get(name) ?? []), listener]); },
    onAny(listener) { any.push(listener); },
    emit(name, payload, acknowledge) {
      socket.sent.push([name, payload]);
      const answer = socket.answers[name];
      if (answer === undefined) socket.unanswered.push(acknowledge);
      else acknowledge(typeof answer === "function" ? answer(payload) : answer);
    },
    answer(answer) { socket.unanswered.pop()(answer); },
    fire(name, ...values) { for (const listener of listeners.get(name) ?? []) listener(...values); },
    accept() { socket.greeting?.(); socket.connected = true; socket.fire("connect"); },
    refuse(code) { socket.fire("connect_error", Object.assign(new Error("no"), code ? { data: { code, message: "Because." } } : {})); },
    lose(reason = "transport close") { socket.connected = false; socket.fire("disconnect", reason); },
    say(name, data) { for (const listener of any) listener(name, data); },
  };
  return socket;
}
