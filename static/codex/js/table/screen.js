// One big screen for people in one room: what everybody may see, and nothing that is anybody's own.
import { SocketIOClient } from "../client/socketio_client.js";
import { $ } from "../lib/dom.js";
import { wireCandle } from "./candle.js";
import { drawEpilogue } from "./epilogue.js";
import { keepFitting } from "./fit.js";
import { wireHearing } from "./hearing.js";
import { setShown, setText } from "./keyed.js";
import { wireMasthead } from "./masthead.js";
import { wireOverlay } from "./overlay.js";
import { drawParty } from "./party.js";
import { drawProgress } from "./progress.js";
import { drawReveal } from "./reveal.js";
import { wireScene } from "./scene.js";
import { wireScreens } from "./screens.js";
import { Store, watch } from "./store.js";
import { chairsTaken, hostName } from "./view.js";

/** How long everybody has to read the last reveal before the epilogue takes its place: nobody here has a button. */
const EPILOGUE_AFTER_MS = 20_000;
/** From here on the page is one screen that nobody scrolls; `table-screen.css` knows the same width. */
const WIDE = "(min-width: 60rem)";
const main = /** @type {HTMLElement} */ ($("#main"));
const code = main.dataset.code ?? "";
const store = new Store();

wireMasthead(store);
wireCandle(store);
wireScene(store);
drawProgress(store);
drawParty(store);
drawReveal(store);
drawEpilogue(store);
wireOverlay(store, SocketIOClient);
wireScreens(store, code);
store.draw(watch(lobbyOf, showLobby));
store.draw(watch(({ state, revealing }) => state?.phase === "finished" && revealing, (last) => {
  if (last) setTimeout(() => store.set({ revealing: false }), EPILOGUE_AFTER_MS);
}));
// Whoever shows this screen may hold a chair of their own; what is theirs alone never comes here.
wireHearing(store, SocketIOClient, code, (state) => ({ ...state, you: null, role: "spectator" }));

keepFitting(main, WIDE);
SocketIOClient.init({ gameCode: code }).joinGameRoom(code);

/**
 * Nobody is asked in where every chair is taken.
 * @param {import("./store.js").Known} known
 */
function lobbyOf(known) {
  const { state, starting } = known;
  if (state?.phase !== "lobby" && !starting) return null;
  const full = starting || state?.players.length === state?.max_players;
  return { full, taken: state ? chairsTaken(state) : "", wait: starting ? "The first scene is coming…" : `${hostName(known)} begins when everybody is ready.` };
}

/** @param {ReturnType<typeof lobbyOf>} shown */
function showLobby(shown) {
  if (!shown) return;
  const { full, taken, wait } = shown;
  setText($("#lobby-title"), full ? taken : "Take a chair");
  setText($("#chairs-taken"), `${taken}.`);
  setText($("#lobby-wait"), wait);
  setShown($("#lobby-wait"), full);
  setShown($("#lobby-invite"), !full);
}
