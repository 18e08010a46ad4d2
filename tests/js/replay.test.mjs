// A story step by step: the table after each event, and what each event says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chaptersOf, ledgerOf, momentAt, sentenceOf } from "../../static/codex/js/replay/steps.js";

const scene = (turn) => ({ turn_number: turn, theme: "debt", title: `Scene ${turn}`, public_scene: "A ferry.", options: [{ id: "a", text: "Pull." }] });
const EVENTS = [
  ["player_joined", { player_id: "i", player_name: "Ines", seat: 1 }],
  ["player_joined", { player_id: "m", player_name: "Marek", seat: 2 }],
  ["class_chosen", { player_id: "m", class: "Bard" }],
  ["game_started", { players: [{ player_id: "i", class: "Cleric" }, { player_id: "m", class: "Bard" }] }],
  ["new_scenario", scene(1)],
  ["whisper_shared", { player_id: "m", player_name: "Marek", whisper: "It counts to five." }],
  ["player_chose", { player_id: "i", player_name: "Ines", choices_submitted: 1, total_players: 2 }],
  ["chat_message", { player_id: "m", player_name: "Marek", text: "It’s only silver." }],
  ["turn_resolution", { turn_number: 1, trust: 44, trust_change: -6, choices: [], outcome: "Nothing." }],
  ["new_scenario", scene(2)],
  ["player_left", { player_id: "m", player_name: "Marek" }],
  ["game_over", { reason: "ended_by_host", trust: 44, title: "Half an Onion", epilogue: "Soup.", endings: [] }],
].map(([event, data], index) => ({ event, data: { ...data, seq: index + 1, timestamp: "2026-03-14T21:00:00Z" } }));
const TURNS = [{ turn_number: 1, whispers: [], choices: [{ player_id: "i", player_name: "Ines", choice: "a", text: "Pull.", hesitated: false }] }];
const FINISHED = { game_code: "R7KM2P", phase: "finished", seq: EVENTS.length, events: EVENTS, turns: TURNS };
const RUNNING = { ...FINISHED, phase: "scenario", turns: [] };

test("the table before the first scene", () => {
  const moment = momentAt(FINISHED, 2);
  assert.deepEqual(moment.seated.map(({ name, class: role }) => [name, role]), [["Ines", null], ["Marek", "Bard"]]);
  assert.equal(moment.turn, 0);
  assert.equal(moment.trust, 50);
  assert.equal(moment.scene, null);
});

test("what happened in a turn is forgotten when the next one opens", () => {
  const first = momentAt(FINISHED, 8);
  assert.deepEqual([first.turn, first.chosen, first.aloud.length, first.resolution?.trust, first.trust], [1, ["i"], 1, 44, 44]);
  const second = momentAt(FINISHED, 9);
  assert.deepEqual([second.turn, second.chosen, second.aloud, second.resolution, second.trust], [2, [], [], null, 44]);
});

test("the end", () => {
  const moment = momentAt(FINISHED, EVENTS.length - 1);
  assert.equal(moment.ending?.title, "Half an Onion");
  assert.deepEqual(moment.seated.map(({ name }) => name), ["Ines"]);
});

test("an open choice is told only with the secrets of a finished story", () => {
  assert.equal(sentenceOf(FINISHED, 6, false), "Ines has chosen, 1 of 2.");
  assert.equal(sentenceOf(FINISHED, 6, true), "Ines chooses: Pull.");
  assert.equal(sentenceOf(RUNNING, 6, true), "Ines has chosen, 1 of 2.");
  assert.equal(ledgerOf(RUNNING, 1), undefined);
});

test("every event says something", () => {
  for (let index = 0; index < EVENTS.length; index += 1) assert.notEqual(sentenceOf(FINISHED, index, true), "", EVENTS[index].event);
  assert.equal(sentenceOf(FINISHED, 2, true), "Marek is a Bard.");
  assert.equal(sentenceOf(FINISHED, 7, true), "Marek: It’s only silver.");
});

test("the chapters cover the story without a gap", () => {
  const chapters = chaptersOf(FINISHED);
  assert.deepEqual(chapters.map(({ label }) => label), ["Table", "1", "2", "End"]);
  assert.equal(chapters[0].from, 0);
  for (const [index, { from }] of chapters.entries()) if (index > 0) assert.equal(from, chapters[index - 1].to + 1);
  assert.equal(chapters.at(-1)?.to, EVENTS.length - 1);
});

test("a story that has not begun is one chapter", () => {
  assert.deepEqual(chaptersOf({ ...RUNNING, events: EVENTS.slice(0, 1) }).map(({ label, to }) => [label, to]), [["Table", 0]]);
});
