import assert from "node:assert/strict";
import { test } from "node:test";
import { happened, noteOf } from "../../static/codex/js/table/tellings.js";
import {
  beginLabel, chairsTaken, chosenText, earlyReveal, hasChosen, howChosen, invitedTo, onlineCount, paragraphs, progressSentence, screenOf, stillChoosing, turnPlace,
  typingSentence, waitingNames,
} from "../../static/codex/js/table/view.js";
import { joined, log, scene, START, you } from "./table.mjs";
import { reduce } from "../../static/codex/js/client/reducer.js";

const lobby = log(joined(1, "Ines"), joined(2, "Marek"), joined(3, "Oona")).reduce(reduce, { ...START, you: you() });
const open = reduce(lobby, log(scene(["p1", "p2", "p3"]))[0]);
const known = (state, changes = {}) => ({ state, halted: null, starting: false, revealing: false, typing: [], sealed: null, people: {}, ...changes });

test("each phase has its page", () => {
  const at = (phase, changes) => screenOf(known({ ...open, phase, resolution: {} }, changes));
  assert.deepEqual(["lobby", "scenario", "resolved", "finished"].map((phase) => at(phase)), ["lobby", "scene", "reveal", "epilogue"]);
  assert.equal(screenOf(known(null)), "laying");
  assert.equal(at("scenario", { halted: "KICKED" }), "blank");
  assert.equal(at("finished", { revealing: true }), "reveal");
});

test("nobody sees an idle page between the start and the first scene", () => {
  const begun = { ...lobby, phase: "resolved" };
  assert.equal(screenOf(known(begun, { starting: true })), "lobby");
  assert.equal(screenOf(known(begun)), "reveal");
  const told = { ...open, turn_number: 1, you: you({ whisper: null }) };
  assert.equal(screenOf(known(told, { starting: true })), "lobby");
  assert.equal(screenOf(known(told)), "scene");
  assert.equal(screenOf(known({ ...told, you: you({ whisper: "Psst." }) }, { starting: true })), "scene");
  assert.equal(screenOf(known({ ...told, you: null }, { starting: true })), "scene");
});

test("progress in one sentence, with the names and the reader last", () => {
  assert.deepEqual(waitingNames(open), ["Marek", "Oona", "you"]);
  const at = (count, waiting) => progressSentence({ scenario: { choices_submitted: count, total_players: count + waiting, waiting_for: Array(waiting).fill("p") } });
  assert.deepEqual([at(0, 3), at(1, 2), at(3, 1), at(3, 0), at(2, 0), at(1, 0)],
    ["0 of 3 have chosen.", "1 of 3 has chosen.", "3 of 4 have chosen.", "All three have chosen.", "Both have chosen.", "The only slip is down."]);
  const choosing = (...ids) => stillChoosing({ ...open, scenario: { ...open.scenario, waiting_for: ids } });
  assert.deepEqual([choosing("p2"), choosing("p2", "p3"), choosing()],
    ["Marek is still choosing.", "Marek and Oona are still choosing.", "Every slip lies face down."]);
});

test("before slips are missing, the host is asked in words that fit who is waited for", () => {
  const asked = (...names) => { const { title, text, yes } = earlyReveal(names); return [title, text, yes]; };
  assert.deepEqual(asked("you"), ["Reveal without your own slip?", "You hesitate, and that costs trust.", "Reveal without your own slip"]);
  assert.deepEqual(asked("Marek"), ["Reveal without them?", "Marek hesitates, and that costs trust.", "Reveal without them"]);
  assert.deepEqual(asked("Marek", "you"), ["Reveal without them?", "Marek and you hesitate, and that costs trust.", "Reveal without them"]);
});

test("what one has chosen", () => {
  assert.equal(hasChosen(open), false);
  const after = { ...open, scenario: { ...open.scenario, waiting_for: ["p2"] } };
  assert.equal(hasChosen(after), true);
  assert.equal(chosenText(known(after, { sealed: "o1" })), "Pull.");
  assert.equal(chosenText(known({ ...after, you: you({ choice: "I cut the chain." }) })), "I cut the chain.");
  assert.deepEqual([howChosen({ choice: "o2" }, ["o1", "o2"]), howChosen({ choice: null }, ["o1"]), howChosen({ choice: null, hesitated: true }, [])],
    ["Option 2", "In their own words", "Hesitated"]);
});

test("chairs, beginnings, places", () => {
  assert.deepEqual([chairsTaken(lobby), chairsTaken({ ...lobby, max_players: 3 }), chairsTaken({ players: [1], max_players: 4 }), chairsTaken({ players: [1], max_players: 1 })],
    ["Three of four chairs are taken", "Every chair is taken", "One of four chairs is taken", "A table for one"]);
  assert.deepEqual([beginLabel(1), beginLabel(3)], ["Begin alone", "Begin with three"]);
  assert.deepEqual([turnPlace(lobby), turnPlace(open), turnPlace({ ...open, phase: "finished", turn_number: 8 })], ["Before the first turn", "Turn 1 of 8", "Eight turns, told"]);
  assert.equal(onlineCount({ players: [{ online: true }, { online: false }] }), "1/2 online");
});

test("who is writing", () => {
  assert.equal(typingSentence(known(lobby)), "");
  assert.equal(typingSentence(known(lobby, { typing: ["p3", "gone"] })), "Oona is writing…");
  assert.equal(typingSentence(known(lobby, { typing: ["p2", "p3"] })), "Marek and Oona are writing…");
});

test("paragraphs are parted by blank lines", () => {
  assert.deepEqual(paragraphs("One.\n\n Two.\n \nThree.\n"), ["One.", "Two.", "Three."]);
});

test("only an invitation of this house is followed", () => {
  const house = "https://codex.example";
  assert.equal(invitedTo("Another table: https://codex.example/join/R7KM2P", house), "R7KM2P");
  for (const text of ["https://elsewhere.example/join/R7KM2P", "https://codex.example.elsewhere/join/R7KM2P", "R7KM2P", "https://codex.example/join/R7"]) {
    assert.equal(invitedTo(text, house), null, text);
  }
});

test("notes are for what others did, and for people", () => {
  const [event] = log(joined(2, "Marek"));
  assert.deepEqual(noteOf(event, "p1"), { sign: "person", text: "Marek sat down." });
  assert.equal(noteOf(event, "p2"), null);
  assert.equal(noteOf(log(joined(3, "Old Barnaby", true))[0], "p1"), null);
  const [host] = log(["host_changed", { player_id: "p1", player_name: "Ines" }]);
  assert.equal(noteOf(host, "p1").text, "You host the table now.");
  const [aloud] = log(["whisper_shared", { player_id: "p2", player_name: "Marek", whisper: "You know that cough." }]);
  assert.equal(noteOf(aloud, "p1").text, "Marek reads the whisper aloud.", "a note never holds what was whispered");
  assert.equal(happened(log(["turn_resolution", { turn_number: 3, trust_change: -6, trust: 52 }])[0]), "The slips of turn 3 are turned over.");
});
