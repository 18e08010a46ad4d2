// The replay: one place in the story, moved by keys, by the strip of turns, by the list of what happened, or by itself.
import { get } from "../lib/api.js";
import { $, $$, delegate, fill, h, on, svgUse } from "../lib/dom.js";
import { explain } from "../lib/errors.js";
import { setShown, setText } from "../table/keyed.js";
import { showTrust } from "../table/masthead.js";
import { drawLeaf } from "./leaf.js";
import { chaptersOf, momentAt, sentenceOf } from "./steps.js";

/** @typedef {import("./steps.js").Story} Story */

const STEP_MS = 1600;
const code = $("#main")?.dataset.code ?? "";
const range = /** @type {HTMLInputElement} */ ($("#place"));

void get("replay", { game_code: code }).then(begin, refuse);

/** @param {Story} story */
function begin(story) {
  const chapters = chaptersOf(story);
  const last = story.events.length - 1;
  let place = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let playing;

  const withSecrets = () => /** @type {HTMLInputElement | null} */ ($("input[name=truth]:checked"))?.value === "known";

  /** @param {number} to */
  function go(to) {
    place = Math.min(last, Math.max(0, to));
    draw();
    history.replaceState(null, "", `#${story.events[place]?.data.seq ?? 0}`);
    if (place === last) stop();
  }

  function draw() {
    const moment = momentAt(story, place);
    const chapter = chapters.filter(({ from }) => from <= place).at(-1) ?? chapters[0];
    setText($("#place-turn"), placeWords(moment.turn, chapters));
    showTrust(moment.trust);
    drawLeaf(story, moment, withSecrets());
    fill(/** @type {HTMLElement} */ ($("#events")), story.events.slice(chapter.from, chapter.to + 1).map((event, offset) => entry(event.data.seq, chapter.from + offset)));
    for (const mark of $$("#turn-marks li")) mark.classList.toggle("is-now", mark.dataset.from === String(chapter.from));
    range.value = String(place);
    range.setAttribute("aria-valuetext", `${place + 1} of ${last + 1}, ${placeWords(moment.turn, chapters)}: ${sentenceOf(story, place, withSecrets())}`);
    setText($("#where-now"), String(place + 1));
    showCurrent(/** @type {HTMLElement} */ ($("#events")));
  }

  /**
   * @param {number} seq
   * @param {number} index
   */
  function entry(seq, index) {
    return h("li", { class: index > place ? "is-ahead" : "", "aria-current": index === place ? "step" : null, data: { index } },
      h("span", { class: "seq" }, seq), h("button", { class: "step", type: "button" }, sentenceOf(story, index, withSecrets())));
  }

  function stop() {
    clearInterval(playing);
    playing = undefined;
    showPlaying(false);
  }

  function play() {
    if (place === last) go(0);
    playing = setInterval(() => go(place + 1), STEP_MS);
    showPlaying(true);
  }

  setShown($("#truth"), story.turns.length > 0);
  setText($("#story-is"), story.phase === "finished" ? "Finished story" : "Told so far");
  setText($("#story-when"), story.events.length ? new Date(story.events[0].data.timestamp).toLocaleDateString([], { day: "numeric", month: "long" }) : "");
  setText($("#where-all"), String(last + 1));
  range.max = String(last);
  fill(/** @type {HTMLElement} */ ($("#turn-marks")), chapters.map(({ label, from, to }) => {
    const mark = h("li", { data: { from } }, label);
    mark.style.setProperty("--span", String(to - from + 1));
    return mark;
  }));
  on(range, "input", () => { stop(); go(Number(range.value)); });
  on($("#step-back"), "click", () => { stop(); go(place - 1); });
  on($("#step-on"), "click", () => { stop(); go(place + 1); });
  on($("#play"), "click", () => (playing === undefined ? play() : stop()));
  delegate(document, "change", "input[name=truth]", draw);
  delegate(document, "click", "#events li", (_, { dataset: { index } }) => { stop(); go(Number(index)); });
  const asked = story.events.findIndex(({ data }) => `#${data.seq}` === location.hash);
  if (last >= 0) go(asked >= 0 ? asked : chapters[1]?.from ?? 0);
  for (const part of $$("[data-told]")) setShown(part, last >= 0);
  setShown($("#laying"), false);
}

/**
 * @param {number} turn
 * @param {ReturnType<typeof chaptersOf>} chapters
 */
function placeWords(turn, chapters) {
  const turns = chapters.filter((chapter) => chapter.turn > 0).length;
  return turn === 0 ? "Replay, before the first turn" : `Replay, turn ${turn} of ${turns}`;
}

/**
 * Scrolls the list, where it scrolls by itself, and never the page.
 * @param {HTMLElement} list
 */
function showCurrent(list) {
  const entry = $("[aria-current]", list);
  if (entry) list.scrollTop = entry.offsetTop - list.clientHeight / 2;
}

/** @param {boolean} playing */
function showPlaying(playing) {
  const button = /** @type {HTMLElement} */ ($("#play"));
  fill(button, svgUse(playing ? "close" : "play"), playing ? "Stop" : "Play");
}

/** @param {unknown} error */
function refuse(error) {
  const { title, text } = explain(error, { gameCode: code, mayWatch: false });
  setText($("#laying"), `${title} ${text}`);
}
