import assert from "node:assert/strict";
import { test } from "node:test";
import * as words from "../../static/codex/js/lib/words.js";

test("numbers are words as far as twelve", () => {
  assert.deepEqual([0, 1, 8, 12, 13].map(words.numberWord), ["no", "one", "eight", "twelve", "13"]);
  assert.equal(words.capital(words.numberWord(3)), "Three");
});

test("names are joined as one says them", () => {
  assert.equal(words.listOf([]), "");
  assert.equal(words.listOf(["Oona"]), "Oona");
  assert.equal(words.listOf(["Oona", "Marek", "you"]), "Oona, Marek and you");
});

test("a name that runs from right to left keeps its order to itself", () => {
  assert.equal(words.within("Oona"), "Oona");
  assert.equal(words.within("שרה"), "\u2068שרה\u2069");
  assert.equal(words.listOf(["שרה", "you"]), "\u2068שרה\u2069 and you");
  assert.equal(words.within("\u202eanoO"), "\u2068\u202eanoO\u2069");
});

test("the reader is the last of the names, and is you", () => {
  const players = [["a", "Ines"], ["b", "Marek"], ["c", "Oona"]].map(([player_id, player_name]) => ({ player_id, player_name }));
  assert.equal(words.namesOf(players, "a"), "Marek, Oona and you");
  assert.equal(words.namesOf(players), "Ines, Marek and Oona");
  assert.equal(words.namesOf(players.slice(0, 1), "a"), "you");
});

test("trust has a word at every value", () => {
  const bands = { 0: "broken", 1: "breaking", 9: "breaking", 10: "fraying", 39: "fraying", 40: "steady", 79: "steady", 80: "sworn", 100: "sworn" };
  for (const [trust, band] of Object.entries(bands)) assert.equal(words.trustBand(Number(trust)), band, trust);
});

test("one is one and the others are many", () => {
  assert.deepEqual([0, 1, 2].map((n) => words.plural(n, "turn")), ["0 turns", "1 turn", "2 turns"]);
  assert.equal(words.plural(2, "person", "people"), "2 people");
});

test("gains and losses carry their sign", () => {
  assert.deepEqual([4, 0, -6].map(words.signed), ["+4", "0", "\u22126"]);
});

test("a clock is told in figures", () => {
  const told = { "-1": "Time is up", 0: "Time is up", 0.2: "0:01 left", 59: "0:59 left", 372: "6:12 left", 3599.5: "1 h 00 left", 7500: "2 h 05 left", 172800: "2 days left" };
  for (const [seconds, text] of Object.entries(told)) assert.equal(words.timeLeft(Number(seconds)), text, seconds);
});

test("and said in words", () => {
  const said = { 0: "Time is up", 1: "1 second left", 60: "1 minute left", 372: "6 minutes left", 3600: "1 hour left", 86400: "1 day left" };
  for (const [seconds, text] of Object.entries(said)) assert.equal(words.timeLeftWords(Number(seconds)), text, seconds);
});

test("how long a turn may take", () => {
  const times = { 0: "no clock", 45: "45 seconds", 90: "90 seconds", 120: "2 minutes", 3600: "1 hour", 5400: "90 minutes", 86400: "1 day" };
  for (const [seconds, text] of Object.entries(times)) assert.equal(words.turnTime(Number(seconds)), text, seconds);
});

test("a code is found however it is given", () => {
  for (const given of ["r7km2p", " R7K M2P ", "R7K-M2P", "https://codex.example/join/r7km2p", "http://127.0.0.1:8000/watch/R7KM2P?screen=table"]) {
    assert.equal(words.tableCode(given), "R7KM2P", given);
  }
  assert.equal(words.tableCode("r7"), "R7");
});
