// Table talk: what is said, what is read aloud, and what happened between.
import { newCommandId } from "../lib/api.js";
import { $, h, on } from "../lib/dom.js";
import { explainBriefly } from "../lib/errors.js";
import { notify } from "../lib/notices.js";
import { keyed, setShown, setText } from "./keyed.js";
import { seatMark } from "./marks.js";
import { watch } from "./store.js";
import { happened } from "./tellings.js";
import { invitedTo, typingSentence } from "./view.js";

/**
 * @typedef {import("./store.js").Known} Known
 * @typedef {import("../client/types.d.ts").LoggedEvent} LoggedEvent
 */

const NEAR_PX = 48;
const TYPING_AGAIN_MS = 2500;
const TYPING_ENDS_MS = 4000;

/**
 * @param {import("./store.js").Store} store
 * @param {any} client
 * @param {any} actions
 */
export function wireTalk(store, client, actions) {
  const log = /** @type {HTMLElement} */ ($("#chat-log"));
  const input = /** @type {HTMLInputElement} */ ($("#chat-input"));
  wireWriting(input, client);
  on($("#chat-form"), "submit", (event) => {
    event.preventDefault();
    void say(input, actions);
  });
  store.draw(watch(({ log: events }) => [events.length, events.at(-1)?.data.seq], () => showLog(log, store.known)));
  store.draw(watch(typingSentence, (sentence) => setText($("#typing"), sentence)));
  store.draw(watch(({ state }) => Boolean(state?.you), (seated) => setShown($("#chat-form"), seated)));
}

/**
 * @param {HTMLElement} box what scrolls; a list that were a log itself would be no list to those who listen
 * @param {Known} known
 */
function showLog(box, { log, people }) {
  const follows = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
  keyed(/** @type {HTMLElement} */ ($("#chat-lines")), log, ({ data }) => String(data.seq), (event) => lineOf(event, people));
  if (follows) box.scrollTop = box.scrollHeight;
}

/**
 * @param {LoggedEvent} event
 * @param {Known["people"]} people
 */
function lineOf({ event, data }, people) {
  if (event === "chat_message") return said(data, people, [], linked(data.text));
  if (event === "whisper_shared") return said(data, people, [" ", h("span", { class: "aside" }, "reads the whisper aloud")], [data.whisper], "is-aloud");
  return h("li", { class: "event" }, happened({ event, data }));
}

/**
 * @param {LoggedEvent["data"]} data
 * @param {Known["people"]} people
 * @param {(string | Node)[]} aside
 * @param {(string | Node)[]} words
 * @param {string} [className]
 */
function said(data, people, aside, words, className) {
  return h("li", { class: className },
    seatMark(people[data.player_id]?.seat),
    h("p", null, h("bdi", { class: "who" }, data.player_name), aside, " ", h("time", { datetime: data.timestamp }, clockOf(data.timestamp))),
    h("p", { class: "told", dir: className ? null : "auto" }, words));
}

/** @param {string} timestamp */
function clockOf(timestamp) {
  return new Date(timestamp).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}

/**
 * An invitation to a table of this house can be followed; nothing else is made a link.
 * @param {string} text
 */
function linked(text) {
  const code = invitedTo(text, location.origin);
  if (!code) return [text];
  const address = `${location.origin}/join/${code}`;
  const [before, ...after] = text.split(address);
  return [before, h("a", { href: `/join/${code}` }, `Table ${code}`), after.join(address)];
}

/**
 * @param {HTMLInputElement} input
 * @param {any} actions
 */
async function say(input, actions) {
  const text = input.value.trim();
  if (!text || input.dataset.sending === "true") return;
  input.dataset.sending = "true";
  // The same words sent again are the same message, should the first answer have got lost.
  if (input.dataset.words !== text) Object.assign(input.dataset, { words: text, cmd: newCommandId() });
  const refused = await actions.say(text, input.dataset.cmd);
  input.dataset.sending = "false";
  if (refused) {
    const untilBack = refused.code === "OFFLINE";
    notify(untilBack ? "Nothing gets through just now. Your words are still here." : explainBriefly(refused), "bad", { untilBack });
    return;
  }
  delete input.dataset.words;
  if (input.value.trim() === text) input.value = "";
}

/**
 * Tells the others that one is writing, not at every letter, and when one stops.
 * @param {HTMLInputElement} input
 * @param {any} client
 */
function wireWriting(input, client) {
  let told = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let ends;
  function stop() {
    clearTimeout(ends);
    if (told) void client.emitTyping(false);
    told = 0;
  }
  on(input, "input", () => {
    if (!input.value.trim()) return stop();
    clearTimeout(ends);
    ends = setTimeout(stop, TYPING_ENDS_MS);
    if (Date.now() - told < TYPING_AGAIN_MS) return;
    told = Date.now();
    void client.emitTyping(true);
  });
  on(input, "blur", stop);
  on(input.form, "submit", stop);
}

/** Brings the last words into view, after the talk has come to another page. */
export function scrollToLast() {
  const log = $("#chat-log");
  if (log) log.scrollTop = log.scrollHeight;
}

