import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, createApi, newCommandId } from "../../static/codex/js/lib/api.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const success = (body = {}) => () => new Response(JSON.stringify({ status: "success", ...body }));
const refusal = (status, code, more = {}) => () => new Response(JSON.stringify({ status: "error", code, message: "No.", ...more }), { status });
const silence = () => { throw new TypeError("network"); };

/** An api whose server gives the answers in turn, and all that was asked of it. */
function scripted(answers, cookies = "csrftoken=cookie-token") {
  const asked = [];
  const pauses = [];
  const api = createApi({
    fetch: async (url, options = {}) => {
      asked.push({ url, ...options, body: options.body && JSON.parse(options.body) });
      return answers[Math.min(asked.length, answers.length) - 1]();
    },
    readCookies: () => cookies,
    pause: async (ms) => { pauses.push(ms); },
  });
  return { api, asked, pauses };
}

test("reading asks with the query and tells the body", async () => {
  const { api, asked } = scripted([success({ games: [] })]);
  assert.deepEqual((await api.get("game_state", { game_code: "R7KM2P", since: 3, none: null })).games, []);
  assert.equal(asked[0].url, "/api/game_state?game_code=R7KM2P&since=3");
  assert.equal(asked[0].credentials, "same-origin");
});

test("doing carries the token and a command id", async () => {
  const { api, asked } = scripted([success()]);
  await api.post("make_choice", { choice: "o1" });
  assert.equal(asked[0].method, "POST");
  assert.equal(asked[0].headers["X-CSRFToken"], "cookie-token");
  assert.equal(asked[0].body.choice, "o1");
  assert.match(asked[0].body.cmd_id, UUID);
});

test("a lost answer is asked for again with the same command id", async () => {
  const { api, asked, pauses } = scripted([silence, silence, success({ username: "Oona" })]);
  assert.equal((await api.post("set_username", { username: "Oona" })).username, "Oona");
  assert.equal(asked.length, 3);
  assert.equal(new Set(asked.map((each) => each.body.cmd_id)).size, 1);
  assert.equal(pauses.length, 2);
});

test("an answer that got lost behind a proxy is asked for again too", async () => {
  const gateway = () => new Response("<html>Bad Gateway</html>", { status: 502 });
  const { api, asked, pauses } = scripted([gateway, success({ choices_submitted: 1 })]);
  assert.equal((await api.post("make_choice", { choice: "o1" })).choices_submitted, 1);
  assert.equal(asked[1].body.cmd_id, asked[0].body.cmd_id);
  assert.equal(pauses.length, 1);
});

test("what the game itself refuses is not asked for again", async () => {
  const { api, asked } = scripted([refusal(503, "SERVICE_UNAVAILABLE")]);
  await assert.rejects(api.post("make_choice", { choice: "o1" }), { code: "SERVICE_UNAVAILABLE", status: 503 });
  assert.equal(asked.length, 1);
});

test("after the second repetition it is told as no answer", async () => {
  const { api, asked } = scripted([silence]);
  await assert.rejects(api.post("start_game"), { name: "ApiError", code: "OFFLINE", status: 0 });
  assert.equal(asked.length, 3);
});

test("reading does not repeat: whoever reads decides when to look again", async () => {
  const { api, asked } = scripted([silence]);
  await assert.rejects(api.get("games"), { code: "OFFLINE" });
  assert.equal(asked.length, 1);
});

test("a refusal is told at once, with everything it says", async () => {
  const { api, asked } = scripted([refusal(429, "RATE_LIMITED", { retry_after: 4 })]);
  await assert.rejects(api.post("join_game", { game_code: "R7KM2P" }), (error) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.status, error.code, error.message, error.body.retry_after], [429, "RATE_LIMITED", "No.", 4]);
    return true;
  });
  assert.equal(asked.length, 1);
});

test("without a cookie the token is fetched once", async () => {
  const { api, asked } = scripted([success({ csrf_token: "fetched" }), success(), success()], "theme=vellum");
  await api.post("leave_game");
  await api.post("leave_game");
  assert.deepEqual(asked.map((each) => each.url), ["/api/csrf-token", "/api/leave_game", "/api/leave_game"]);
  assert.equal(asked[1].headers["X-CSRFToken"], "fetched");
});

test("a token that is too old is fetched anew, once", async () => {
  const { api, asked } = scripted([refusal(403, "CSRF_FAILED"), success({ csrf_token: "fresh" }), success({ phase: "resolved" })]);
  assert.equal((await api.post("start_game")).phase, "resolved");
  assert.equal(asked[2].headers["X-CSRFToken"], "fresh");
  assert.equal(asked[2].body.cmd_id, asked[0].body.cmd_id);
});

test("a token refused twice is refused", async () => {
  const { api, asked } = scripted([refusal(403, "CSRF_FAILED"), success({ csrf_token: "fresh" }), refusal(403, "CSRF_FAILED")]);
  await assert.rejects(api.post("start_game"), { code: "CSRF_FAILED" });
  assert.equal(asked.length, 3);
});

test("what a proxy says in its own words is one of ours", async () => {
  const page = (status) => () => new Response("<html>no</html>", { status });
  await assert.rejects(scripted([page(502)]).api.get("games"), { code: "OFFLINE", status: 502 });
  await assert.rejects(scripted([page(200)]).api.get("games"), { code: "INTERNAL_ERROR" });
});

test("command ids need no secure context", () => {
  const original = Object.getOwnPropertyDescriptor(Crypto.prototype, "randomUUID");
  Object.defineProperty(Crypto.prototype, "randomUUID", { value: undefined, configurable: true });
  try {
    const ids = Array.from({ length: 50 }, newCommandId);
    for (const id of ids) assert.match(id, UUID);
    assert.equal(new Set(ids).size, 50);
  } finally {
    Object.defineProperty(Crypto.prototype, "randomUUID", original);
  }
});
