// The page that a moment of a story makes: the scene, what was known, what was chosen, what came of it.
import { $, fill, h } from "../lib/dom.js";
import { capital, signed, trustBand } from "../lib/words.js";
import { classLine, seatMark, told } from "../table/marks.js";
import { howChosen, paragraphs } from "../table/view.js";
import { ledgerOf } from "./steps.js";

/**
 * @typedef {import("./steps.js").Story} Story
 * @typedef {import("./steps.js").Moment} Moment
 */

/**
 * @param {Story} story
 * @param {Moment} moment
 * @param {boolean} withSecrets
 */
export function drawLeaf(story, moment, withSecrets) {
  const { scene, ending } = moment;
  $("#scene-theme")?.replaceChildren(ending ? "Epilogue" : scene ? capital(scene.theme) : "Before the first turn");
  $("#scene-title")?.replaceChildren(ending?.title ?? scene?.title ?? "A table is laid");
  fill(/** @type {HTMLElement} */ ($("#public-scene")), told(paragraphs(ending?.epilogue ?? scene?.public_scene ?? "")));
  fill(/** @type {HTMLElement} */ ($("#leaf-notes")), ending ? endings(moment) : scene ? [...notes(story, moment, withSecrets), ...outcome(moment)] : [people(moment)]);
}

/** @param {Moment} moment */
function people({ seated }) {
  return part("Who sits here", seated.map((each) => h("li", { class: `seat-${each.seat}` }, seatMark(each.seat), h("span", { class: "seat-name" }, h("bdi", null, each.name)), classLine(each.class))));
}

/**
 * What lay between the players: what each knew, and what each laid down.
 * @param {Story} story
 * @param {Moment} moment
 * @param {boolean} withSecrets
 */
function notes(story, { turn, aloud, chosen, seated, resolution }, withSecrets) {
  const secrets = withSecrets ? ledgerOf(story, turn) : undefined;
  const seatOf = (/** @type {string} */ id) => seated.find((each) => each.id === id)?.seat;
  const heard = secrets
    ? secrets.whispers.map(({ player_id: id, player_name: name, whisper, shared }) => line(seatOf(id), name, shared ? "read it aloud" : "kept it", whisper))
    : aloud.map(({ player_id: id, player_name: name, whisper }) => line(seatOf(id), name, "", whisper));
  const laid = resolution ? [] : chosen.map((id) => {
    const name = seated.find((each) => each.id === id)?.name ?? "";
    return line(seatOf(id), name, "", secrets?.choices.find((each) => each.player_id === id)?.text ?? "A slip, face down.");
  });
  return [heard.length ? part(secrets ? "What each of you knew" : "Read aloud", heard) : null, laid.length ? part("On the table", laid) : null].filter((each) => each !== null);
}

/** @param {Moment} moment */
function outcome({ resolution, scene, seated }) {
  if (!resolution) return [];
  const ids = (scene?.options ?? []).map((/** @type {{id: string}} */ option) => option.id);
  const slips = resolution.choices.map((/** @type {any} */ choice) =>
    line(seated.find(({ id }) => id === choice.player_id)?.seat, choice.player_name, howChosen(choice, ids), choice.hesitated ? "Laid down nothing." : choice.text));
  return [
    part("The slips are turned over", slips),
    h("section", { class: "stack" }, h("h2", null, "What came of it"), h("div", { class: "story" }, told(paragraphs(resolution.outcome))),
      h("p", { class: "strong" }, `Trust ${signed(resolution.trust_change)}, to ${resolution.trust}, ${trustBand(resolution.trust)}.`)),
  ];
}

/** @param {Moment} moment */
function endings({ ending, seated }) {
  return [part("What became of you", (ending?.endings ?? []).map((/** @type {any} */ { player_id: id, player_name: name, text }) =>
    line(seated.find((each) => each.id === id)?.seat, name, "", text)))];
}

/**
 * @param {string} title
 * @param {Node[]} lines
 */
function part(title, lines) {
  return h("section", { class: "stack" }, h("h2", null, title), h("ul", { class: "ends" }, lines));
}

/**
 * @param {number | undefined} seat
 * @param {string} name
 * @param {string} aside
 * @param {string} text
 */
function line(seat, name, aside, text) {
  return h("li", { class: seat ? `seat-${seat}` : "" }, seatMark(seat), h("span", { class: "seat-name" }, h("bdi", null, name), " ", h("span", { class: "you" }, aside)), h("p", { dir: "auto" }, text));
}
