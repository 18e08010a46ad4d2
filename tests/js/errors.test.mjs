import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../static/codex/js/lib/api.js";
import { TELLINGS, explain, explainBriefly } from "../../static/codex/js/lib/errors.js";

const OUTSIDE_WORDS = /\b(user|session|submit|sync|socket|server|error|sorry|request(?! [\w-]+\.)|invalid|failed)\b|!/i;

for (const [code, telling] of Object.entries(TELLINGS)) {
  test(`${code} is told in the table's words, with a way on`, () => {
    assert.ok(telling.title.endsWith("."), telling.title);
    assert.ok(telling.title.length <= 60, telling.title);
    assert.doesNotMatch(`${telling.title} ${telling.text}`, OUTSIDE_WORDS);
    assert.ok(telling.ways.length >= 1 && telling.ways.length <= 2);
    for (const way of telling.ways) assert.ok(Boolean(way.href) !== Boolean(way.act), way.label);
  });
}

const refused = (code, body) => new ApiError(409, code, "", body);

test("ways lead to the table that is meant", () => {
  assert.equal(explain(refused("GAME_FULL"), { gameCode: "R7KM2P" }).ways[0].href, "/watch/R7KM2P");
  assert.equal(explain(refused("INVALID_GAME"), { gameCode: "R7KM2P" }).title, "There is no table R7KM2P.");
});

test("a way to a table is no way without its code, nor watching where none may watch", () => {
  assert.deepEqual(explain(refused("GAME_FULL")).ways.map((way) => way.href), ["/"]);
  const closed = explain(refused("GAME_ALREADY_STARTED"), { gameCode: "R7KM2P", mayWatch: false });
  assert.ok(!closed.ways.some((way) => way.label === "Watch this table"));
  assert.doesNotMatch(closed.text, /watch/);
});

test("what the refusal knows more is said", () => {
  assert.match(explainBriefly(refused("RATE_LIMITED", { retry_after: 3.2 })), /Again in 4 s\.$/);
  assert.match(explainBriefly(refused("INTERNAL_ERROR", { request_id: "8f2c-41d0" })), /say: request 8f2c-41d0\.$/);
});

test("refusals from the socket's door are plain records", () => {
  assert.equal(explain({ code: "KICKED", message: "" }).title, TELLINGS.KICKED.title);
});

test("whatever else goes wrong is told too", () => {
  assert.equal(explain(new TypeError("x")).title, TELLINGS.INTERNAL_ERROR.title);
  assert.equal(explain(undefined).title, TELLINGS.INTERNAL_ERROR.title);
  assert.equal(explain(refused("A_CODE_OF_TOMORROW")).title, TELLINGS.INTERNAL_ERROR.title);
});
