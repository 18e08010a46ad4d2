import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../static/codex/js/client/client.js";
import { chose, fakeSocket, fakeTimers, joined, log, scene, START, you } from "./table.mjs";

const TOLD = log(joined(1, "Ines"), joined(2, "Marek"), scene(["p1", "p2"]), chose("p2", ["p1"], 2));
const stateAt = (seq, changes = {}) => ({ ...START, you: you(), seq, ...changes });

function setUp({ states = [], answers = {} } = {}) {
  const socket = Object.assign(fakeSocket(), { answers: { ping: { ok: true, seq: null }, ...answers } });
  const timers = fakeTimers();
  const reads = [];
  let auth = {};
  const client = createClient({
    createSocket(give) { socket.greeting = () => { give((given) => { auth = given; }); return auth; }; return socket; },
    async readState(query) {
      reads.push(query);
      const answer = states.length > 1 ? states.shift() : states[0];
      if (answer === undefined) throw Object.assign(new Error(), { code: "OFFLINE" });
      if (answer.code) throw Object.assign(new Error(), answer);
      return answer;
    },
    newCommandId: () => "00000000-0000-4000-8000-000000000000",
    timers, random: () => 0,
  });
  const heard = [];
  const names = ["onPlayerJoined", "onPlayerLeft", "onPlayerConnected", "onPlayerDisconnected", "onPlayerReconnected", "onChoiceSubmitted",
    "onNewScenario", "onTurnResolved", "onPresenceUpdate", "onTyping", "onChat", "onConnectionChange", "onSync", "onError", "onHalted"];
  for (const name of names) client.on(name, (...values) => heard.push([name, ...values]));
  return { client, socket, timers, reads, heard, named: (name) => heard.filter(([each]) => each === name) };
}

async function atTheTable(options) {
  const all = setUp(options);
  all.client.init({ gameCode: "r7km2p", playerId: "p1" });
  all.socket.accept();
  all.socket.say("reconnect_sync", stateAt(2, { events: TOLD.slice(0, 2) }));
  await all.timers.pass(0);
  return all;
}

test("everything that was promised is there", () => {
  const { client } = setUp();
  for (const name of ["init", "joinGameRoom", "on", "off", "emitChoiceSubmitted", "emitScenarioGenerated", "emitTurnResolved", "emitTyping",
    "requestPresence", "ping", "isConnected", "getSocket"]) assert.equal(typeof client[name], "function", name);
  assert.equal(client.isConnected(), false);
  assert.equal(client.getSocket(), null);
});

test("init returns the same object, once or twice, with a game or without", () => {
  const { client, socket } = setUp();
  assert.equal(client.init(), client);
  assert.equal(client.init({ gameCode: "R7KM2P", playerId: "p1" }), client);
  assert.equal(socket.connects, 1);
  assert.equal(client.getSocket(), socket);
});

test("connecting asks for the room, from the last event that was heard", async () => {
  const { socket, client } = await atTheTable();
  assert.deepEqual(socket.greeting(), { game_code: "R7KM2P", last_seq: 2 });
  assert.equal(client.isConnected(), true);
});

test("events are heard once and in order, with how they were heard", async () => {
  const { socket, named } = await atTheTable();
  assert.deepEqual(named("onPlayerJoined").map(([, data, hearing]) => [data.seq, hearing.live]), [[1, false], [2, false]]);
  for (const { event, data } of [TOLD[3], TOLD[1], TOLD[2], TOLD[2]]) socket.say(event, data);
  assert.deepEqual(named("onNewScenario").map(([, data, hearing]) => [data.seq, hearing.live]), [[3, true]]);
  assert.deepEqual(named("onChoiceSubmitted").map(([, data]) => data.seq), [4]);
});

test("a gap is asked about once", async () => {
  const { socket, timers, reads, named, client } = await atTheTable({ states: [stateAt(4, { events: TOLD.slice(2) })] });
  socket.say(TOLD[3].event, TOLD[3].data);
  await timers.pass(0);
  assert.deepEqual(reads, [{ game_code: "R7KM2P", since: 2 }]);
  assert.equal(named("onNewScenario").length, 1);
  assert.equal(client.getState().seq, 4);
});

test("however much was missed, all of it is heard once and in order", async () => {
  const many = log(joined(1, "Ines"), joined(2, "Marek"), ...Array.from({ length: 1200 }, (_, index) => ["chat_message", { text: `${index}` }]));
  const { socket, named, reads, client, timers } = await atTheTable();
  socket.say(many.at(-1).event, many.at(-1).data);
  socket.say("reconnect_sync", stateAt(many.length, { events: many.slice(2) }));
  await timers.pass(0);
  assert.deepEqual(named("onChat").map(([, data]) => data.seq), many.slice(2).map(({ data }) => data.seq));
  assert.equal(client.getState().seq, many.length);
  assert.ok(reads.length <= 1);
});

test("a missed last event is noticed by the pulse", async () => {
  const { timers, reads, client } = await atTheTable({ states: [stateAt(4, { events: TOLD.slice(2) })], answers: { ping: { ok: true, seq: 4 } } });
  await timers.pass(11_500);
  assert.equal(reads.length, 1);
  assert.equal(client.getState().seq, 4);
});

test("out of the room, it asks to be let in again", async () => {
  const { timers, socket } = await atTheTable();
  await timers.pass(10_500);
  assert.deepEqual(socket.sent.find(([name]) => name === "reconnect"), ["reconnect", { game_code: "R7KM2P", last_seq: 2 }]);
});

test("a state that is older than what was heard is not believed", async () => {
  const { socket, client } = await atTheTable();
  for (const { event, data } of TOLD.slice(2)) socket.say(event, data);
  socket.say("reconnect_sync", stateAt(3, { phase: "lobby" }));
  assert.deepEqual([client.getState().seq, client.getState().phase], [4, "scenario"]);
});

test("a whisper that comes before its scene waits for it", async () => {
  const { socket, client } = await atTheTable();
  socket.say("whisper", { scenario_id: "s1", turn_number: 1, whisper: "You know that cough.", seq: 3, timestamp: "" });
  socket.say(TOLD[2].event, TOLD[2].data);
  assert.equal(client.getState().you.whisper, "You know that cough.");
});

test("a whisper that does not come is asked for", async () => {
  const { socket, timers, reads } = await atTheTable({ states: [stateAt(3)] });
  socket.say(TOLD[2].event, TOLD[2].data);
  await timers.pass(2000);
  assert.equal(reads.length, 1);
});

test("without a socket the table is asked every five seconds, and no longer once there is one", async () => {
  const { socket, timers, reads, named } = await atTheTable({ states: [stateAt(2)] });
  socket.lose();
  await timers.pass(1900);
  assert.equal(reads.length, 0, "the first attempt is waited for");
  await timers.pass(100);
  assert.equal(reads.length, 1);
  await timers.pass(10_000);
  assert.equal(reads.length, 3);
  assert.equal(named("onConnectionChange").at(-1)[1].polling, true);
  socket.accept();
  await timers.pass(20_000);
  assert.equal(reads.length, 3);
  assert.deepEqual([named("onConnectionChange").at(-1)[1].polling, named("onConnectionChange").at(-1)[1].reconnected], [false, true]);
});

test("nor does it read when the first attempt brings the socket back", async () => {
  const { socket, timers, reads } = await atTheTable({ states: [stateAt(2)] });
  socket.lose();
  await timers.pass(1000);
  socket.accept();
  await timers.pass(10_000);
  assert.equal(reads.length, 0);
});

test("attempts that hang keep nobody from the table, from the first on", async () => {
  const { client, timers, reads } = setUp({ states: [stateAt(2)] });
  client.init({ gameCode: "R7KM2P" });
  await timers.pass(2000);
  assert.equal(reads.length, 1);
  await timers.pass(20_000);
  assert.equal(reads.length, 5);
  assert.equal(client.getState().seq, 2);
});

test("there is nothing to poll without a game", async () => {
  const { client, timers, reads } = setUp({ states: [stateAt(2)] });
  client.init();
  await timers.pass(8000);
  assert.equal(reads.length, 0);
  client.joinGameRoom("R7KM2P");
  await timers.pass(5000);
  assert.equal(reads.length, 1);
});

test("after the last attempt polling goes on, and success ends it", async () => {
  const { socket, timers, reads, named } = await atTheTable({ states: [stateAt(2)] });
  socket.connect = () => { socket.connects += 1; socket.refuse(); };
  socket.lose();
  await timers.pass(100_000);
  assert.equal(named("onConnectionChange").at(-1)[1].status, "failed");
  const before = reads.length;
  await timers.pass(10_000);
  assert.equal(reads.length, before + 2);
  socket.connect = () => { socket.connects += 1; socket.accept(); };
  await timers.pass(35_000);
  assert.equal(named("onConnectionChange").at(-1)[1].status, "connected");
});

for (const code of ["AUTH_REQUIRED", "SESSION_EXPIRED", "KICKED"]) {
  test(`${code} is told and not tried again`, async () => {
    const { socket, timers, named } = await atTheTable();
    socket.say("error", { code, message: "" });
    socket.lose("io server disconnect");
    await timers.pass(120_000);
    assert.deepEqual(named("onHalted"), [["onHalted", { code }]]);
    assert.equal(named("onError").length, 1);
    assert.equal(socket.connects, 1);
  });
}

for (const code of ["AUTH_REQUIRED", "SESSION_EXPIRED", "KICKED"]) {
  test(`${code} on connecting is an error like any other, and not tried again`, async () => {
    const { client, socket, timers, named } = setUp();
    client.init({ gameCode: "R7KM2P" });
    socket.refuse(code);
    await timers.pass(120_000);
    assert.deepEqual(named("onError"), [["onError", { code, message: "Because." }]]);
    assert.equal(named("onConnectionChange").at(-1)[1].status, "halted");
    assert.equal(socket.connects, 1);
  });
}

test("too many connections are told too, and tried again", async () => {
  const { client, socket, timers, named } = setUp({ states: [stateAt(2)] });
  client.init({ gameCode: "R7KM2P" });
  socket.refuse("TOO_MANY_CONNECTIONS");
  assert.deepEqual(named("onError").map(([, { code }]) => code), ["TOO_MANY_CONNECTIONS"]);
  await timers.pass(1000);
  assert.equal(socket.connects, 2);
});

test("a refusal over HTTP ends it too", async () => {
  const { client, socket, timers, named } = setUp({ states: [{ code: "KICKED", message: "You were asked to leave." }] });
  client.init({ gameCode: "R7KM2P" });
  socket.refuse();
  await timers.pass(2000);
  assert.deepEqual(named("onHalted"), [["onHalted", { code: "KICKED" }]]);
  assert.deepEqual(named("onError"), [["onError", { code: "KICKED", message: "You were asked to leave." }]]);
});

test("signals have their names", async () => {
  const { socket, named } = await atTheTable();
  for (const [wire, name] of [["player_connected", "onPlayerConnected"], ["player_reconnected", "onPlayerReconnected"],
    ["player_disconnected", "onPlayerDisconnected"], ["player_typing", "onTyping"]]) {
    socket.say(wire, { player_id: "p2", player_name: "Marek" });
    assert.equal(named(name).length, 1, name);
  }
  socket.say("presence_update", { online_players: ["p2"], total_players: 2, players: [], spectators: 0, seq: 2 });
  assert.equal(named("onPresenceUpdate").length, 1);
});

test("off silences, and a listener that throws silences nobody else", async () => {
  const { client, socket, named } = await atTheTable();
  let count = 0;
  const listener = () => { count += 1; throw new Error("mine"); };
  globalThis.reportError = () => {};
  client.on("onTyping", listener);
  socket.say("player_typing", {});
  client.off("onTyping", listener);
  socket.say("player_typing", {});
  assert.equal(count, 1);
  assert.equal(named("onTyping").length, 2);
});

test("the emitting half sends what the table expects", async () => {
  const { client, socket } = await atTheTable();
  client.emitChoiceSubmitted();
  client.emitScenarioGenerated({ scenario_id: "s1" });
  client.emitTurnResolved({ turn_number: 1 });
  client.emitTyping(true);
  client.requestPresence();
  client.say("Ho");
  assert.deepEqual(socket.sent.map(([name]) => name),
    ["choice_submitted", "scenario_generated", "turn_resolved", "typing", "request_presence", "chat_message"]);
  assert.deepEqual(socket.sent.at(-1)[1], { text: "Ho", cmd_id: "00000000-0000-4000-8000-000000000000" });
});

