// The table, from the first chair to the epilogue.
import { SocketIOClient } from "../client/socketio_client.js";
import { $, delegate, on } from "../lib/dom.js";
import { notify } from "../lib/notices.js";
import { createActions } from "./actions.js";
import { asking } from "./asking.js";
import { wireCandle } from "./candle.js";
import { wireEpilogue } from "./epilogue.js";
import { wireHand } from "./hand.js";
import { wireHearing } from "./hearing.js";
import { wireLobby } from "./lobby.js";
import { wireMasthead } from "./masthead.js";
import { wireOverlay } from "./overlay.js";
import { wireParty } from "./party.js";
import { wireProgress } from "./progress.js";
import { wireReveal } from "./reveal.js";
import { wireScene } from "./scene.js";
import { wireScreens } from "./screens.js";
import { wireSound } from "./sound.js";
import { Store } from "./store.js";
import { wireTalk } from "./talk.js";

const code = $("#main")?.dataset.code ?? "";
const store = new Store();
const actions = createActions(store, SocketIOClient, code);

wireMasthead(store);
wireCandle(store);
wireLobby(store, actions);
wireScene(store);
wireProgress(store, actions);
wireHand(store, actions);
wireParty(store, actions);
wireTalk(store, SocketIOClient, actions);
wireReveal(store, actions);
wireEpilogue(store, actions);
wireOverlay(store, SocketIOClient);
wireScreens(store, code);
wireSound();
wireHearing(store, SocketIOClient, code);

on($("#leave-table-btn"), "click", async () => {
  const begun = store.known.state?.game_started;
  const text = begun ? "The story goes on without you, and you cannot sit down again." : "You can sit down again while a chair is free.";
  if (!(await asking({ title: "Leave the table?", text, yes: "Leave the table", no: "Stay" }))) return;
  if (await actions.leave()) location.assign("/");
});
delegate(document, "click", "[data-copy-invite]", async () => {
  const link = /** @type {HTMLInputElement} */ ($("#invite-link"));
  try {
    await navigator.clipboard.writeText(link.value);
    notify("The link is copied.", "good");
  } catch {
    link.select();
    notify(link.value, "plain", { sign: "copy" });
  }
});
// The menu closes like a menu.
on(document, "click", ({ target }) => { if (!$("#settings")?.contains(target)) $("#settings")?.removeAttribute("open"); });
on($("#settings"), "keydown", ({ key }) => {
  if (key !== "Escape") return;
  $("#settings")?.removeAttribute("open");
  $("#settings summary")?.focus();
});

SocketIOClient.init({ gameCode: code }).joinGameRoom(code);
