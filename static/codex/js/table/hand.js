// The right page: one's own whisper, what one may do, and what one has done.
import { isRefusal } from "../lib/api.js";
import { $, delegate, h, on } from "../lib/dom.js";
import { explainBriefly } from "../lib/errors.js";
import { wireWhisper } from "../lib/whisper.js";
import { asking } from "./asking.js";
import { wireSealed } from "./hold.js";
import { keyed, setShown, setText } from "./keyed.js";
import { watch } from "./store.js";
import { chosenText, hasChosen, stillChoosing } from "./view.js";

/** @typedef {import("./store.js").Known} Known */

const MOST = 1000;
const SHOW_LEFT_FROM = 800;
/** Words that came too late stay where they were written. */
const TOO_LATE = ["TURN_RESOLVED", "STALE_TURN"];

/**
 * @param {import("./store.js").Store} store
 * @param {ReturnType<typeof import("./actions.js").createActions>} actions
 */
export function wireHand(store, actions) {
  const whisper = wireWhisper();
  const coverSealed = wireSealed();
  const own = /** @type {HTMLTextAreaElement} */ ($("#own-choice"));

  delegate(document, "click", "#options [data-choice]", (_, button) => void choose(button, button.dataset.choice ?? ""));
  on($("#own-choice-btn"), "click", chooseOwn);
  on(own, "input", () => { countDown(own.value.length); complain(""); });
  on($("#share-whisper-btn"), "click", async () => {
    if (await asking({ title: "Read it aloud?", text: "Everybody at the table gets your whisper, word for word. You cannot take it back.",
      yes: "Read it aloud", no: "Keep it" })) void actions.readAloud();
  });

  /**
   * Whether it was done. Until the answer comes, the button that was pressed says that it was.
   * @param {HTMLElement} button
   * @param {string} choice
   * @param {(error: import("../lib/api.js").ApiError) => boolean} [told]
   */
  async function choose(button, choice, told) {
    if (store.known.busy.choose) return false;
    setText(button, "Choosing…");
    button.setAttribute("aria-busy", "true");
    const done = await actions.choose(choice, told);
    setText(button, "Choose");
    button.removeAttribute("aria-busy");
    if (done) $("#after-title")?.focus();
    return done;
  }

  async function chooseOwn() {
    const words = own.value.trim();
    if (!words) {
      complain("Write what you do, then choose it.");
      own.focus();
      return;
    }
    const done = await choose(/** @type {HTMLElement} */ ($("#own-choice-btn")), words, (error) => {
      if (!TOO_LATE.some((code) => isRefusal(error, code)) && !isRefusal(error, "VALIDATION_ERROR")) return false;
      complain(explainBriefly(error));
      return true;
    });
    if (!done) return;
    own.value = "";
    countDown(0);
  }

  store.draw(watch(whisperOf, (shown) => {
    setShown($("#whisper-box"), shown.seated);
    whisper?.setText(shown.text);
    setText($("#whisper-note"), shown.shared ? "Read aloud to all." : "Nobody else hears this.");
    setShown($("#share-whisper-btn"), !shown.shared && shown.text !== "");
    if (shown.turnEnded) whisper?.cover();
  }));
  store.draw(watch(optionsOf, showOptions));
  store.draw(watch(handOf, (shown) => {
    setShown($("#choices"), shown.chooses);
    setShown($("#after"), shown.chosen);
    setShown($("#watchers"), shown.watches);
    setText($("#after-title"), shown.title);
    setText($("#sealed-text"), shown.text);
    $("#choices")?.setAttribute("aria-busy", String(shown.busy));
    $("#main")?.setAttribute("data-hand", shown.chosen || shown.watches ? "idle" : "");
    if (!shown.chosen) coverSealed();
  }));
}

/** @param {Known} known */
function whisperOf({ state }) {
  const open = state?.phase === "scenario";
  return { seated: open && state.you !== null, text: (open && state.you?.whisper) || "", shared: Boolean(state?.you?.shared), turnEnded: !open };
}

/** @param {Known} known */
function optionsOf({ state }) {
  return state?.scenario ? { id: state.scenario.scenario_id, options: state.scenario.options } : null;
}

/** @param {ReturnType<typeof optionsOf>} shown */
function showOptions(shown) {
  const own = $("#own-option");
  if (!shown || !own) return;
  const list = /** @type {HTMLElement} */ ($("#options"));
  // The place for one's own words stays: somebody may be writing in it.
  const items = [...shown.options.map((option, index) => ({ ...option, number: index + 1 })), null];
  own.dataset.key = "own";
  keyed(list, items, (item) => (item ? `${shown.id} ${item.id}` : "own"), (item) => (item ? buildOption(item) : own));
  setText($(".option-number", own), String(items.length));
}

/** @param {{id: string, text: string, number: number}} option */
function buildOption({ id, text, number }) {
  return h("li", { class: "option" },
    h("span", { class: "option-number", "aria-hidden": "true" }, number),
    h("p", { class: "option-text", id: `option-${number}` }, text),
    h("button", { class: "button", id: `choice-button-${number}`, type: "button", data: { choice: id }, "aria-describedby": `option-${number}` }, "Choose"));
}

/** @param {Known} known */
function handOf(known) {
  const { state, busy } = known;
  const open = state?.phase === "scenario" && state.you !== null;
  const chosen = open && hasChosen(state);
  return {
    chooses: open && !chosen, chosen, watches: state?.phase === "scenario" && state.you === null, busy: Boolean(busy.choose),
    title: chosen ? stillChoosing(state) : "", text: chosen ? chosenText(known) : "",
  };
}

/** @param {number} length */
function countDown(length) {
  setShown($("#own-count"), length >= SHOW_LEFT_FROM);
  setText($("#own-count"), `${(MOST - length).toLocaleString("en")} characters left`);
}

/** @param {string} text */
function complain(text) {
  setShown($("#own-error"), text !== "");
  setText($("#own-error"), text);
  if (text) $("#own-choice")?.setAttribute("aria-invalid", "true");
  else $("#own-choice")?.removeAttribute("aria-invalid");
}
