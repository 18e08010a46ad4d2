import assert from "node:assert/strict";
import { test } from "node:test";
import { reduce } from "../../static/codex/js/client/reducer.js";
import { hear } from "../../static/codex/js/client/signals.js";
import { chose, joined, log, scene, START, you } from "./table.mjs";

const tell = (state, ...events) => log(...events).reduce(reduce, state);
const party = [joined(1, "Ines"), joined(2, "Marek")];
const seat = (number, name, changes = {}) =>
  ({ player_id: `p${number}`, player_name: name, class: null, online: false, seat: number, is_bot: false, ...changes });
const started = ["game_started", { players: [{ player_id: "p1", player_name: "Ines", class: "Cleric" }, { player_id: "p2", player_name: "Marek", class: "Fighter" }] }];
const choices = [
  { player_id: "p1", player_name: "Ines", choice: "o1", text: "Pull.", hesitated: false },
  { player_id: "p2", player_name: "Marek", choice: null, text: "", hesitated: true },
];
const resolution = { turn_number: 1, outcome: "It came up.", choices, trust_change: -6, trust: 44, reasons: [{ text: "Two camps", change: -6 }] };

test("whoever sits down is seated in the order of chairs", () => {
  const state = tell(START, joined(1, "Ines"), joined(3, "Oona"), joined(2, "Bot", true));
  assert.deepEqual(state.players, [seat(1, "Ines"), seat(2, "Bot", { online: true, is_bot: true }), seat(3, "Oona")]);
  assert.equal(state.seq, 3);
});

test("sitting down again is the same chair once", () => {
  const state = tell(START, joined(1, "Ines"), ["player_left", { player_id: "p1", player_name: "Ines", player_count: 0 }], joined(1, "Ines"));
  assert.deepEqual(state.players, [seat(1, "Ines")]);
});

for (const how of ["player_left", "player_kicked"]) {
  test(`${how}: no longer waited for`, () => {
    const state = tell(START, ...party, scene(["p1", "p2"]), [how, { player_id: "p2", player_name: "Marek", player_count: 1 }]);
    assert.deepEqual(state.players.map((player) => player.player_id), ["p1"]);
    assert.deepEqual(state.scenario.waiting_for, ["p1"]);
    assert.deepEqual([state.scenario.choices_submitted, state.scenario.total_players], [0, 1]);
  });

  test(`${how}: the slip that was laid down stays`, () => {
    const state = tell(START, ...party, scene(["p1", "p2"]), chose("p2", ["p1"], 2), [how, { player_id: "p2", player_name: "Marek", player_count: 1 }]);
    assert.deepEqual([state.scenario.choices_submitted, state.scenario.total_players, state.scenario.waiting_for], [1, 2, ["p1"]]);
  });

  test(`${how}: one's own chair`, () => {
    const state = tell({ ...START, you: you() }, ...party, [how, { player_id: "p1", player_name: "Ines", player_count: 1 }]);
    assert.deepEqual([state.you, state.role], [null, "spectator"]);
  });
}

test("host_changed", () => {
  const state = tell({ ...START, you: you() }, ...party, ["host_changed", { player_id: "p2", player_name: "Marek" }]);
  assert.deepEqual([state.host_id, state.you.is_host], ["p2", false]);
});

test("class_chosen", () => {
  const state = tell({ ...START, you: you() }, ...party, ["class_chosen", { player_id: "p1", class: "Mage" }], ["class_chosen", { player_id: "p2", class: "Bard" }]);
  assert.deepEqual(state.players.map((player) => player.class), ["Mage", "Bard"]);
  assert.equal(state.you.class, "Mage");
});

test("game_started gives everybody a class", () => {
  const state = tell({ ...START, you: you() }, ...party, started);
  assert.deepEqual([state.phase, state.game_started, state.players.map((player) => player.class)], ["resolved", true, ["Cleric", "Fighter"]]);
  assert.equal(state.you.class, "Cleric");
});

test("new_scenario opens a turn with nothing chosen", () => {
  const at = "2026-03-14T21:10:00.000Z";
  const before = { ...START, you: you({ whisper: "old", shared: true, choice: "o2" }), resolution };
  const state = tell(before, ...party, started, scene(["p1", "p2"], 1, at));
  assert.deepEqual(state.scenario, {
    scenario_id: "s1", theme: "debt", title: "The Ferryman’s Weight", turn_number: 1, public_scene: "The ferry hangs.",
    options: [{ id: "o1", text: "Pull." }, { id: "o2", text: "Swim." }], deadline: at, resolved: false,
    choices_submitted: 0, total_players: 2, waiting_for: ["p1", "p2"], shared: [],
  });
  assert.deepEqual([state.phase, state.has_scenario, state.turn_number, state.deadline], ["scenario", true, 1, at]);
  assert.deepEqual([state.you.whisper, state.you.shared, state.you.choice], [null, false, null]);
  assert.equal(state.resolution, resolution, "the turn resolved last is still told of");
});

test("whisper_shared, each once and sorted", () => {
  const aloud = (id) => ["whisper_shared", { player_id: id, player_name: id, whisper: "…" }];
  const state = tell({ ...START, you: you() }, ...party, scene(["p1", "p2"]), aloud("p2"), aloud("p1"), aloud("p2"));
  assert.deepEqual([state.scenario.shared, state.you.shared], [["p1", "p2"], true]);
});

test("player_chose", () => {
  const { scenario } = tell(START, ...party, scene(["p1", "p2"]), chose("p1", ["p2"], 2));
  assert.deepEqual([scenario.choices_submitted, scenario.total_players, scenario.waiting_for], [1, 2, ["p2"]]);
});

test("turn_resolution counts the hesitant", () => {
  const state = tell(START, ...party, scene(["p1", "p2"], 1, "2026-03-14T21:10:00.000Z"), chose("p1", ["p2"], 2), ["turn_resolution", { ...resolution, message: "" }]);
  const { scenario } = state;
  assert.deepEqual([scenario.resolved, scenario.deadline, scenario.waiting_for], [true, null, []]);
  assert.deepEqual([scenario.choices_submitted, scenario.total_players], [2, 2]);
  assert.deepEqual([state.phase, state.trust, state.deadline, state.resolution], ["resolved", 44, null, resolution]);
});

const over = { reason: "ended_by_host", trust: 50, title: "What came home", epilogue: "You reached the gate.", endings: [] };

test("game_over closes an open turn as it lies", () => {
  const state = tell(START, ...party, scene(["p1", "p2"], 1, "2026-03-14T21:10:00.000Z"), chose("p1", ["p2"], 2), ["game_over", over]);
  const { scenario } = state;
  assert.deepEqual([scenario.resolved, scenario.deadline, scenario.waiting_for, scenario.choices_submitted, scenario.total_players], [true, null, [], 1, 1]);
  assert.deepEqual([state.phase, state.deadline, state.ending], ["finished", null, over]);
});

test("game_over before any scene", () => {
  assert.deepEqual(tell(START, ["game_over", over]).scenario, null);
});

test("deadline_changed", () => {
  const at = "2026-03-14T21:20:00.000Z";
  const state = tell(START, ...party, scene(["p1", "p2"]), ["deadline_changed", { turn_number: 1, deadline: at, by: "host" }]);
  assert.deepEqual([state.deadline, state.scenario.deadline], [at, at]);
});

for (const [name, data] of [["chat_message", { text: "Ho" }], ["announcement", { text: "Late", by: "keeper" }], ["something_new", {}], ["constructor", {}]]) {
  test(`${name} moves nothing but seq`, () => {
    assert.deepEqual(tell(START, [name, data]), { ...START, seq: 1 });
  });
}

test("a state is never changed in place", () => {
  const frozen = Object.freeze({ ...START, players: Object.freeze([]) });
  assert.doesNotThrow(() => tell(frozen, ...party, started, scene(["p1", "p2"]), chose("p1", ["p2"], 2), ["turn_resolution", resolution]));
});

test("presence and one's own whisper come as passing messages", () => {
  const state = { ...tell(START, ...party, joined(3, "Bot", true), scene(["p1"])), you: you() };
  const online = (after) => after.players.map((player) => player.online);
  assert.deepEqual(online(hear(state, "presence_update", { online_players: ["p2"] })), [false, true, true]);
  assert.deepEqual(online(hear(state, "player_reconnected", { player_id: "p1" })), [true, false, true]);
  assert.deepEqual(online(hear(hear(state, "player_connected", { player_id: "p1" }), "player_disconnected", { player_id: "p1" })), [false, false, true]);
  assert.equal(hear(state, "whisper", { scenario_id: "s1", whisper: "You know that cough." }).you.whisper, "You know that cough.");
  assert.equal(hear(state, "whisper", { scenario_id: "s0", whisper: "Old." }), state);
  assert.equal(hear(state, "player_typing", {}), state);
});
