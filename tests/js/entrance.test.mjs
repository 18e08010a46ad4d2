import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../static/codex/js/client/client.js";
import { fakeSocket, fakeTimers, joined, log, START, you } from "./table.mjs";

const [A, B] = ["R7KM2P", "ABC123"];
const TOLD = log(joined(1, "Ines"), joined(2, "Marek"), joined(3, "Oona"));
const syncOf = (code, seq, since = 0) => ({ ...START, game_code: code, you: you(), seq, events: TOLD.slice(since, seq) });
const refusal = (code) => ({ ok: false, error: { code, message: "No." } });

function setUp({ state } = {}) {
  const socket = Object.assign(fakeSocket(), { answers: { ping: { ok: true, seq: null } } });
  const timers = fakeTimers();
  const reads = [];
  const client = createClient({
    createSocket(give) { socket.greeting = () => { give((auth) => { socket.asked = auth; }); }; return socket; },
    async readState(query) {
      reads.push(query);
      throw Object.assign(new Error("No."), { code: state ?? "OFFLINE" });
    },
    newCommandId: () => "", timers, random: () => 0,
  });
  const heard = [];
  const names = ["onPlayerJoined", "onPresenceUpdate", "onSync", "onError", "onHalted"];
  for (const name of names) client.on(name, (data) => heard.push([name, data]));
  const named = (name) => heard.filter(([each]) => each === name).map(([, data]) => data);
  const asks = () => socket.sent.filter(([name]) => name !== "ping").map(([name, { game_code }]) => [name, game_code]);
  /** The server refuses as it does: told first, then answered. */
  const refuse = (code) => { socket.say("error", refusal(code).error); socket.answer(refusal(code)); };
  return { client, socket, timers, reads, named, asks, refuse };
}

async function inA(options) {
  const all = setUp(options);
  all.client.init({ gameCode: A });
  all.socket.accept();
  all.socket.say("reconnect_sync", syncOf(A, 2));
  await all.timers.pass(0);
  return all;
}

async function settled(promise, timers) {
  let answer = null;
  void promise.then((given) => { answer = given; });
  await timers.pass(0);
  return answer;
}

test("joining the room it is in asks again, joining another leaves the first story", async () => {
  const { client, socket } = await inA();
  socket.answers.join_game_room = { ok: true, role: "player", seq: 2 };
  assert.deepEqual(await client.joinGameRoom(A), { ok: true, role: "player", seq: 2 });
  assert.deepEqual(socket.sent.at(-1), ["join_game_room", { game_code: A, last_seq: 2 }]);
  await client.joinGameRoom("abc123");
  assert.deepEqual(socket.sent.at(-1), ["join_game_room", { game_code: B, last_seq: 0 }]);
  assert.equal(client.getState(), null);
});

test("joining before the greeting waits for it", async () => {
  const { client, socket } = setUp();
  const joining = client.init({ gameCode: A }).joinGameRoom(A);
  socket.accept();
  const again = client.joinGameRoom(A);
  socket.say("reconnect_sync", syncOf(A, 2));
  assert.deepEqual(await joining, { ok: true, role: "player", seq: 2 });
  assert.deepEqual(await again, { ok: true, role: "player", seq: 2 });
  assert.deepEqual(socket.sent, []);
});

for (const code of ["INVALID_GAME", "NOT_IN_GAME", "KICKED", "RATE_LIMITED"]) {
  test(`a room that refuses with ${code} leaves everything as it was`, async () => {
    const { client, socket, timers, named, refuse } = await inA();
    const joining = client.joinGameRoom(B);
    refuse(code);
    assert.deepEqual(await settled(joining, timers), refusal(code));
    assert.deepEqual(named("onError"), [refusal(code).error]);
    assert.equal(client.isConnected(), true);
    assert.deepEqual(named("onHalted"), []);
    socket.say(TOLD[2].event, TOLD[2].data);
    assert.deepEqual([client.getState().game_code, client.getState().seq], [A, 3]);
  });
}

test("until the answer comes what is heard is the former room's, from then on the new one's", async () => {
  const { client, socket, timers, named } = await inA();
  const joining = client.joinGameRoom(B);
  socket.say(TOLD[2].event, TOLD[2].data);
  assert.deepEqual([client.getState().game_code, client.getState().seq], [A, 3]);
  socket.answer({ ok: true, role: "player", seq: 1 });
  socket.say("reconnect_sync", syncOf(B, 1));
  assert.deepEqual([client.getState().game_code, client.getState().seq], [B, 1]);
  assert.equal((await settled(joining, timers)).ok, true);
  assert.deepEqual(named("onPlayerJoined").map(({ seq }) => seq), [1, 2, 3, 1]);
});

test("an answer that comes too late is still where the server has us", async () => {
  const { client, socket, timers } = await inA();
  socket.answers = { ping: { ok: true, seq: 2 } };
  const joining = client.joinGameRoom(B);
  await timers.pass(6000);
  assert.equal((await joining).error.code, "OFFLINE");
  assert.equal(client.getState().game_code, A);
  socket.answer({ ok: true, role: "player", seq: 1 });
  socket.say("reconnect_sync", syncOf(B, 1));
  assert.equal(client.getState().game_code, B);
});

test("a game that is named once the socket is open is asked for at once, and once", async () => {
  const { client, socket, timers, asks, named } = setUp();
  client.init();
  socket.accept();
  client.init({ gameCode: A });
  const joining = client.joinGameRoom(A);
  assert.deepEqual(asks(), [["reconnect", A]]);
  socket.answer({ ok: true, role: "player", seq: 2 });
  assert.equal((await settled(joining, timers)).ok, true);
  socket.say("reconnect_sync", syncOf(A, 2));
  assert.deepEqual([client.getState().seq, named("onSync").length], [2, 1]);
});

test("turning to another game on the open socket takes nothing of the former", async () => {
  const { client, socket, asks, named } = await inA();
  client.init({ gameCode: B });
  assert.deepEqual(asks(), [["reconnect", B]]);
  socket.say(TOLD[2].event, TOLD[2].data);
  socket.say(TOLD[0].event, TOLD[0].data);
  socket.say("presence_update", { online_players: ["p1"], total_players: 3, players: [], spectators: 0, seq: 3 });
  assert.deepEqual([named("onPlayerJoined").length, named("onPresenceUpdate").length], [2, 0]);
  socket.answer({ ok: true, role: "player", seq: 1 });
  socket.say("reconnect_sync", syncOf(B, 1));
  socket.say(TOLD[1].event, TOLD[1].data);
  assert.deepEqual([client.getState().game_code, client.getState().seq], [B, 2]);
});

test("a pulse of the former room says nothing of the new one, and asks for it again", async () => {
  const { client, socket, timers, asks } = await inA();
  socket.answers = { ping: { ok: true, seq: 40 }, reconnect: refusal("SERVICE_UNAVAILABLE") };
  client.init({ gameCode: B });
  await timers.pass(10_000);
  assert.deepEqual(asks(), [["reconnect", B], ["reconnect", B]]);
  socket.answers.reconnect = { ok: true, role: "player", seq: 1 };
  await timers.pass(10_000);
  socket.say("reconnect_sync", syncOf(B, 1));
  assert.deepEqual([client.getState().game_code, client.getState().seq], [B, 1]);
});

test("a game that refuses leads back to the former one, which is caught up with", async () => {
  const { client, socket, named, asks, refuse } = await inA();
  client.init({ gameCode: B });
  refuse("INVALID_GAME");
  assert.deepEqual(asks(), [["reconnect", B], ["reconnect", A]]);
  socket.answer({ ok: true, role: "player", seq: 3 });
  socket.say("reconnect_sync", syncOf(A, 3, 2));
  assert.deepEqual([client.getState().game_code, client.getState().seq], [A, 3]);
  assert.deepEqual([named("onPlayerJoined").length, named("onHalted").length], [3, 0]);
});

test("a game that is not there is told of and not asked for again; another may be joined", async () => {
  const { client, socket, timers, named, asks } = setUp();
  const joining = client.init({ gameCode: "NOSUCH" }).joinGameRoom("NOSUCH");
  socket.accept();
  socket.say("error", refusal("INVALID_GAME").error);
  assert.deepEqual(await settled(joining, timers), refusal("INVALID_GAME"));
  await timers.pass(60_000);
  assert.deepEqual([client.isConnected(), asks(), named("onError").length], [true, [], 1]);
  void client.joinGameRoom(A);
  assert.deepEqual(asks(), [["join_game_room", A]]);
});

test("once its state is known, no answer to a later question sends it away", async () => {
  const { client, socket, named } = await inA();
  socket.say("error", refusal("NOT_IN_GAME").error);
  assert.deepEqual([client.getState().game_code, named("onError").length, named("onHalted").length], [A, 1, 0]);
});

test("a greeting that asked for a game which is not meant any more", async () => {
  const { client, socket, asks } = setUp();
  client.init({ gameCode: A });
  socket.accept();
  socket.lose();
  socket.greeting();
  void client.joinGameRoom(B);
  socket.greeting = null;
  socket.accept();
  assert.deepEqual([socket.asked.game_code, asks()], [A, [["reconnect", B]]]);
  socket.say("reconnect_sync", syncOf(A, 2));
  socket.say(TOLD[2].event, TOLD[2].data);
  assert.equal(client.getState(), null);
  socket.answer({ ok: true, role: "player", seq: 1 });
  socket.say("reconnect_sync", syncOf(B, 1));
  assert.equal(client.getState().game_code, B);
});

test("without a socket the next greeting asks for the room, and a refusal leads back", async () => {
  const { client, socket, timers, asks } = await inA();
  socket.lose();
  const joining = client.joinGameRoom(B);
  await timers.pass(1000);
  socket.accept();
  assert.equal(socket.asked.game_code, B);
  socket.say("error", refusal("NOT_IN_GAME").error);
  assert.deepEqual(await settled(joining, timers), refusal("NOT_IN_GAME"));
  assert.deepEqual([client.getState().game_code, asks()], [A, [["reconnect", A]]]);
});

test("whoever waits for a room is answered, however it ends", async () => {
  const overHttp = setUp({ state: "INVALID_GAME" });
  const reading = overHttp.client.init({ gameCode: B }).joinGameRoom(B);
  await overHttp.timers.pass(2000);
  assert.equal((await settled(reading, overHttp.timers)).error.code, "INVALID_GAME");
  assert.equal(overHttp.named("onError").length, 1);
  const stranger = setUp();
  const knocking = stranger.client.init({ gameCode: B }).joinGameRoom(B);
  stranger.socket.refuse("AUTH_REQUIRED");
  assert.equal((await settled(knocking, stranger.timers)).error.code, "AUTH_REQUIRED");
  const undecided = setUp();
  const former = undecided.client.init().joinGameRoom(A);
  void undecided.client.joinGameRoom(B);
  assert.equal((await settled(former, undecided.timers)).error.code, "OFFLINE");
  const nowhere = setUp();
  const nothing = nowhere.client.init().joinGameRoom("");
  nowhere.socket.accept();
  nowhere.refuse("VALIDATION_ERROR");
  assert.equal((await settled(nothing, nowhere.timers)).error.code, "VALIDATION_ERROR");
});
