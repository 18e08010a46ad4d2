// The law: the state before an operation and the events it told make the state after it. The steps were recorded on the server.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { reduce } from "../../static/codex/js/client/reducer.js";

const FOLDER = new URL("../fixtures/law/", import.meta.url);
const evenings = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

/** What the facts tell of one's own part; the whisper and the choice are read from the state. */
const own = (you) => you && { player_id: you.player_id, class: you.class, is_host: you.is_host, shared: you.shared };
const withoutOwn = ({ you, role, ...state }) => state;

test("evenings are recorded", () => assert.ok(evenings.length >= 4));

for (const name of evenings) {
  const steps = JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));

  for (const [index, step] of steps.entries()) {
    if (index === 0) continue;
    const before = steps[index - 1];

    test(`${name}, ${index}: ${step.operation}, watched`, () => {
      const after = step.events.reduce(reduce, { ...before.after, you: null });
      assert.deepEqual(after, { ...step.after, you: null });
    });

    if (before.you === null) continue;
    test(`${name}, ${index}: ${step.operation}, from a seat`, () => {
      const start = { ...before.after, role: "player", you: { ...before.you, whisper: "mine", choice: null } };
      const after = step.events.reduce(reduce, start);
      assert.deepEqual(withoutOwn(after), withoutOwn(step.after));
      assert.deepEqual(own(after.you), step.you);
    });
  }

  test(`${name}: all at once from the beginning`, () => {
    const after = steps.flatMap((step) => step.events).reduce(reduce, { ...steps[0].after, you: null });
    assert.deepEqual(after, { ...steps.at(-1).after, you: null });
  });
}
