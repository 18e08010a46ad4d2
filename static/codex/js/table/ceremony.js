// The two ceremonies. They play once for what happens now, never for what is caught up with, and any key or tap ends them.
import { $ } from "../lib/dom.js";
import { signed } from "../lib/words.js";
import { drawCord, moveTrust } from "./cord.js";
import { setText } from "./keyed.js";
import { play } from "./sound.js";

const OPENING_MS = 2400;
const BEAT_MS = 240;
const TURN_MS = 620;
const CORD_MS = 900;
const REST_MS = 500;

const still = matchMedia("(prefers-reduced-motion: reduce)");
/** @type {(() => void)[]} */
let ending = [];

/** Everything is in its place at once. */
export function endCeremony() {
  const steps = ending;
  ending = [];
  for (const step of steps) step();
}

for (const type of ["pointerdown", "keydown"]) document.addEventListener(type, endCeremony, { capture: true });
document.addEventListener("visibilitychange", endCeremony);

function mayPlay() {
  endCeremony();
  return !still.matches && document.visibilityState === "visible";
}

/** @param {() => void} act @param {number} ms */
function later(act, ms) {
  const timer = setTimeout(act, ms);
  ending.push(() => clearTimeout(timer));
}

/** A leaf is turned, the candle flares, the title is inked, the paragraphs arrive, and the slip slides from the fold. */
export function openScene() {
  play("page");
  if (!mayPlay()) return;
  const main = $("#main");
  main?.classList.add("is-opening");
  document.body.classList.add("is-flaring");
  ending.push(() => { main?.classList.remove("is-opening"); document.body.classList.remove("is-flaring"); });
  later(endCeremony, OPENING_MS);
  later(() => play("breath"), 1300);
}

/**
 * The slips turn over in the order of chairs, then what came of it, then the cord.
 * @param {import("./store.js").Store} store
 * @param {{trust: number, trust_change: number, choices: unknown[]}} resolution
 */
export function turnSlips(store, { trust, trust_change: change, choices }) {
  if (!mayPlay()) return;
  const before = trust - change;
  const reveal = $("#reveal");
  const untilCord = BEAT_MS * (choices.length - 1) + TURN_MS + REST_MS;
  store.set({ trustBefore: before });
  if (reveal) reveal.dataset.slips = String(choices.length);
  reveal?.classList.add("is-revealing");
  showMoving(before, before);
  choices.forEach((_, index) => later(() => play("slip", index), BEAT_MS * index));
  later(() => {
    reveal?.classList.add("is-moving");
    play(change < 0 ? "part" : "tight");
    ending.push(moveTrust((now) => showMoving(now, before), before, trust, CORD_MS));
  }, untilCord);
  ending.push(() => {
    reveal?.classList.remove("is-revealing", "is-moving");
    setText($("#verdict-change"), change === 0 ? "±0" : signed(change));
    drawCord($("#cord-change"), trust);
    store.set({ trustBefore: null });
  });
  later(endCeremony, untilCord + CORD_MS + REST_MS);
}

/**
 * @param {number} now
 * @param {number} before
 */
function showMoving(now, before) {
  const change = Math.round(now) - before;
  setText($("#verdict-change"), change === 0 ? "±0" : signed(change));
  drawCord($("#cord-change"), now);
}
