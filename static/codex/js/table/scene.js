// The left page: what everybody hears, what was read aloud, and what came before.
import { $, fill, h } from "../lib/dom.js";
import { capital, signed, trustBand } from "../lib/words.js";
import { keyed, setShown, setText } from "./keyed.js";
import { seatMark, told } from "./marks.js";
import { watch } from "./store.js";
import { paragraphs } from "./view.js";

/** @typedef {import("./store.js").Known} Known */

/** A scene of fewer words is set larger, so that its page is not half empty. */
const SHORT_WORDS = 75;

/** @param {import("./store.js").Store} store */
export function wireScene(store) {
  store.draw(watch(({ state }) => state?.scenario && [state.scenario.scenario_id, state.scenario.theme, state.scenario.title, state.scenario.public_scene],
    (scene) => {
      if (!scene) return;
      setText($("#scene-theme"), capital(scene[1]));
      setText($("#scene-title"), scene[2]);
      fill(/** @type {HTMLElement} */ ($("#public-scene")), told(paragraphs(scene[3])));
      $("#public-scene")?.classList.toggle("is-short", scene[3].split(/\s+/).length < SHORT_WORDS);
    }));
  store.draw(watch(readAloud, showAloud));
  store.draw(watch(echoOf, showEcho));
}

/**
 * What was read aloud since the scene opened.
 * @param {Known} known
 */
function readAloud({ state, log, people }) {
  if (state?.phase !== "scenario") return [];
  const opened = log.map(({ event }) => event).lastIndexOf("new_scenario");
  return log.slice(opened + 1).filter(({ event }) => event === "whisper_shared")
    .map(({ data }) => ({ id: data.player_id, name: data.player_name, whisper: data.whisper, seat: people[data.player_id]?.seat }));
}

/** @param {ReturnType<typeof readAloud>} whispers */
function showAloud(whispers) {
  setShown($("#aloud"), whispers.length > 0);
  keyed(/** @type {HTMLElement} */ ($("#aloud-list")), whispers, ({ id }) => id, ({ name, whisper, seat }) =>
    h("li", null, seatMark(seat), h("p", { class: "who" }, h("bdi", null, name)), h("p", { class: "quote" }, whisper)));
}

/** @param {Known} known */
function echoOf({ state }) {
  const before = state?.phase === "scenario" ? state.resolution : null;
  if (!before) return null;
  return { title: `Before this: trust ${signed(before.trust_change)}, to ${before.trust}, ${trustBand(before.trust)}`, text: paragraphs(before.outcome).at(-1) ?? "" };
}

/** @param {ReturnType<typeof echoOf>} echo */
function showEcho(echo) {
  setShown($("#echo"), echo !== null);
  setText($("#echo-title"), echo?.title ?? "");
  setText($("#echo-told"), echo?.text ?? "");
}
