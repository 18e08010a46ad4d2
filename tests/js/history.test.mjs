import assert from "node:assert/strict";
import { test } from "node:test";
import { createHistory } from "../../static/codex/js/client/history.js";

const LENGTH = 24;
const story = Array.from({ length: LENGTH }, (_, index) => ({ event: "chat_message", data: { seq: index + 1, timestamp: "" } }));
const seqs = (events) => events.map((event) => event.data.seq);

/** A small generator with a seed, so that a failure can be told again. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function shuffled(list, random) {
  const copy = [...list];
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [copy[last], copy[other]] = [copy[other], copy[last]];
  }
  return copy;
}

/** What arrives: some lost, some twice or thrice, all in any order. */
function mangled(random) {
  const copies = story.flatMap((event) => Array.from({ length: random() < 0.25 ? 0 : 1 + Math.floor(random() * 3) }, () => event));
  return shuffled(copies, random);
}

test("5,000 orders, repetitions and losses all end in the log", () => {
  for (let seed = 1; seed <= 5000; seed += 1) {
    const random = dice(seed);
    const history = createHistory();
    const heard = [];
    const asked = [];
    for (const event of mangled(random)) {
      heard.push(...history.take([event]));
      const since = history.gap();
      if (since === null) continue;
      asked.push(since);
      // The answer to some questions comes at once, to others much later.
      if (random() < 0.5) heard.push(...history.take(story.slice(since, since + 1 + Math.floor(random() * LENGTH))));
    }
    history.notice(LENGTH);
    for (let round = 0; history.seq < LENGTH; round += 1) {
      assert.ok(round < LENGTH, `seed ${seed} comes to an end`);
      history.unasked();
      const since = history.gap();
      assert.notEqual(since, null);
      heard.push(...history.take(story.slice(since)));
    }
    assert.deepEqual(seqs(heard), seqs(story), `seed ${seed}`);
    assert.equal(new Set(asked).size, asked.length, `seed ${seed}: one question for each gap`);
  }
});

test("one question for a gap, however much is heard beyond it", () => {
  const history = createHistory();
  assert.deepEqual(history.take([story[0]]), [story[0]]);
  assert.equal(history.gap(), null);
  assert.deepEqual(history.take([story[2]]), []);
  assert.equal(history.gap(), 1);
  history.take([story[3]]);
  assert.equal(history.gap(), null);
  history.unasked();
  assert.equal(history.gap(), 1);
  assert.deepEqual(seqs(history.take([story[1]])), [2, 3, 4]);
  assert.equal(history.gap(), null);
});

test("a missed last event is noticed without another", () => {
  const history = createHistory(5);
  history.notice(5);
  assert.equal(history.gap(), null);
  history.notice(7);
  assert.equal(history.gap(), 5);
  history.notice(null);
  history.notice(undefined);
  assert.deepEqual(seqs(history.take(story.slice(5, 7))), [6, 7]);
});

test("a state stands for all events before it", () => {
  const history = createHistory();
  history.take([story[1], story[5], story[6]]);
  assert.deepEqual(seqs(history.jump(5)), [6, 7]);
  assert.equal(history.seq, 7);
  assert.deepEqual(history.jump(3), []);
  assert.equal(history.seq, 7);
});
