import assert from "node:assert/strict";
import { test } from "node:test";
import { createConnection } from "../../static/codex/js/client/connection.js";
import { fakeSocket, fakeTimers } from "./table.mjs";

function setUp(answers = { ping: { ok: true, seq: 3 } }) {
  const socket = Object.assign(fakeSocket(), { answers });
  const timers = fakeTimers();
  const heard = { news: [], messages: [], refusals: [], others: [], beats: [] };
  const connection = createConnection({
    createSocket: () => socket,
    anotherWay: (tried) => heard.others.push(tried),
    onMessage: (...message) => heard.messages.push(message),
    onChange: (news) => heard.news.push(news),
    onRefused: (error) => { heard.refusals.push(error); if (error.code !== "TOO_MANY_CONNECTIONS") connection.halt(); },
    onBeat: (pong) => heard.beats.push(pong),
    timers, random: () => 0,
  });
  const last = () => heard.news.at(-1);
  return { connection, socket, timers, heard, last };
}

async function connected(answers) {
  const all = setUp(answers);
  all.connection.open();
  all.socket.accept();
  await all.timers.pass(0);
  return all;
}

test("opens, and says that it is connected", async () => {
  const { socket, last, heard } = await connected();
  assert.equal(socket.connects, 1);
  assert.deepEqual(last(), { connected: true, status: "connected", attempt: 0, attempts: 10, reconnected: false });
  assert.equal(heard.news[0].status, "connecting");
});

test("ten attempts at growing distances, then it is told that they failed", async () => {
  const { socket, timers, heard, last } = await connected();
  const begun = timers.now();
  const at = [];
  socket.connect = () => { at.push(timers.now() - begun); socket.refuse(); };
  socket.lose();
  await timers.pass(120_000);
  const waits = at.map((each, index) => each - (at[index - 1] ?? 0));
  assert.deepEqual(waits, [1000, 1500, 2250, 3375, 5063, 7594, 10000, 10000, 10000, 10000]);
  assert.deepEqual(heard.news.slice(2).map((news) => news.attempt), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]);
  assert.equal(last().status, "failed");
  assert.deepEqual(timers.waits(), []);
});

test("also after the server ended the connection", async () => {
  const { socket, timers, last } = await connected();
  socket.lose("io server disconnect");
  assert.equal(last().status, "reconnecting");
  await timers.pass(1000);
  assert.equal(socket.connects, 2);
  socket.accept();
  assert.deepEqual([last().connected, last().reconnected, last().attempt], [true, true, 0]);
});

test("also after somebody closed the socket from outside", async () => {
  const { connection, socket, timers, last } = await connected();
  connection.socket.disconnect();
  assert.deepEqual([connection.connected, last().status], [false, "reconnecting"]);
  await timers.pass(1000);
  assert.equal(socket.connects, 2);
});

test("an attempt that is never answered is given up after ten seconds, and the next goes another way", async () => {
  const { connection, socket, timers, heard, last } = setUp();
  connection.open();
  await timers.pass(10_000);
  assert.deepEqual([socket.disconnects, last().attempt], [1, 1]);
  assert.deepEqual(heard.others, [socket]);
});

test("a quiet attempt after the last changes nothing when it fails", async () => {
  const { connection, socket, timers, last } = await connected();
  socket.lose();
  for (let each = 0; each < 10; each += 1) {
    await timers.pass(10_000);
    socket.refuse();
  }
  assert.equal(last().status, "failed");
  connection.tryOnce();
  socket.refuse();
  assert.equal(last().status, "failed");
  connection.tryOnce();
  socket.accept();
  assert.deepEqual([last().status, last().reconnected], ["connected", true]);
});

test("trying now gives ten fresh attempts", async () => {
  const { connection, socket, timers, last } = await connected();
  socket.lose();
  await timers.pass(1000);
  socket.refuse();
  const [connects, disconnects] = [socket.connects, socket.disconnects];
  connection.tryNow();
  assert.deepEqual([socket.connects, socket.disconnects], [connects + 1, disconnects + 1], "one that hangs is given up");
  assert.deepEqual([last().status, last().attempt], ["reconnecting", 1]);
});

test("why it was not let in is handed on, and nobody asks again who is told to halt", async () => {
  const { connection, socket, timers, heard } = setUp();
  connection.open();
  socket.refuse("SESSION_EXPIRED");
  assert.deepEqual(heard.refusals, [{ code: "SESSION_EXPIRED", message: "Because." }]);
  await timers.pass(120_000);
  assert.equal(socket.connects, 1);
});

test("any other reason is asked again about", async () => {
  const { connection, socket, timers, heard } = setUp();
  connection.open();
  socket.refuse("TOO_MANY_CONNECTIONS");
  assert.equal(heard.refusals.length, 1);
  socket.refuse();
  assert.equal(heard.refusals.length, 1);
  await timers.pass(1500);
  assert.equal(socket.connects, 2);
});

test("asks every ten seconds, and hands the answer on", async () => {
  const { socket, timers, heard } = await connected();
  await timers.pass(30_000);
  assert.equal(socket.sent.filter(([name]) => name === "ping").length, 3);
  assert.deepEqual(heard.beats.at(-1), { ok: true, seq: 3 });
});

test("silence is a lost connection", async () => {
  const { socket, timers, last } = await connected({});
  await timers.pass(16_000);
  assert.equal(last().status, "reconnecting");
  await timers.pass(1000);
  assert.equal(socket.connects, 2);
});

test("a refused ping is an answer", async () => {
  const { timers, last } = await connected({ ping: { ok: false, error: { code: "RATE_LIMITED", message: "" } } });
  await timers.pass(60_000);
  assert.equal(last().status, "connected");
});

test("waking up: a living socket is kept, a dead one is replaced at once", async () => {
  const alive = await connected();
  await alive.connection.probe();
  assert.equal(alive.last().status, "connected");
  const dead = await connected({});
  void dead.connection.probe();
  await dead.timers.pass(3000);
  assert.equal(dead.last().status, "reconnecting");
  await dead.connection.probe();
  assert.equal(dead.socket.connects, 2);
});

test("an unanswered question is OFFLINE, never a rejection", async () => {
  const { connection, timers } = setUp();
  assert.equal((await connection.ask("ping")).error.code, "OFFLINE");
  const open = await connected({});
  const answer = open.connection.ask("chat_message", { text: "Ho" });
  await open.timers.pass(6000);
  assert.equal((await answer).error.code, "OFFLINE");
  assert.deepEqual(timers.waits(), []);
});

test("halting leaves no timer behind, and it can be opened again", async () => {
  const { connection, socket, timers, last } = await connected();
  connection.halt();
  assert.deepEqual([last().status, timers.waits()], ["halted", []]);
  connection.open();
  socket.accept();
  assert.equal(last().status, "connected");
});
