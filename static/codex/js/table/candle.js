// The candle clock, once a second by the server's time.
import { $ } from "../lib/dom.js";
import { timeLeft, timeLeftWords } from "../lib/words.js";
import { setShown, setText } from "./keyed.js";
import { play } from "./sound.js";

const TOP = 10;
const LENGTH = 24;
const LATE_S = 60;
const SAID_AT_S = [300, 60];

/** @param {import("./store.js").Store} store */
export function wireCandle(store) {
  let last = Infinity;
  let saidFor = "";

  function draw() {
    const { state, skew } = store.known;
    const deadline = state?.phase === "scenario" ? state.deadline : null;
    setShown($("#deadline-box"), deadline !== null);
    if (!state || deadline === null) return;
    const left = (Date.parse(deadline) - Date.now() - skew) / 1000;
    setText($("#deadline"), timeLeft(left));
    $("#deadline")?.setAttribute("datetime", deadline);
    $("#deadline-box")?.classList.toggle("is-late", left <= LATE_S);
    burn(Math.min(1, Math.max(0, left / (state.turn_seconds || left || 1))));
    say(left, deadline);
  }

  /**
   * @param {number} left
   * @param {string} deadline
   */
  function say(left, deadline) {
    if (saidFor !== deadline) last = Infinity;
    saidFor = deadline;
    const passed = SAID_AT_S.find((mark) => last > mark && left <= mark && left > mark - 5) ?? (last > 0 && left <= 0 ? 0 : null);
    if (last !== Infinity && passed !== null) setText($("#deadline-said"), timeLeftWords(passed));
    if (last > LATE_S && left <= LATE_S && last !== Infinity) play("wick");
    last = left;
  }

  store.draw(draw);
  setInterval(draw, 1000);
}

/** @param {number} part */
function burn(part) {
  const height = LENGTH * part;
  $("#deadline-box .wax")?.setAttribute("height", height.toFixed(1));
  $("#deadline-box .wax")?.setAttribute("y", (TOP + LENGTH - height).toFixed(1));
  $("#candle-flame")?.setAttribute("transform", `translate(6.5 ${(TOP + LENGTH - height).toFixed(1)})`);
}
