// From the front of the house to a chair.
import { ApiError, post } from "../lib/api.js";
import { explainBriefly } from "../lib/errors.js";
import { notify } from "../lib/notices.js";
import { NoNameYet } from "./name.js";

/** @param {string} gameCode */
export function goToTable(gameCode) {
  location.assign(`/game?code=${encodeURIComponent(gameCode)}`);
}

/** @param {FormData} terms the fields of the form that sets a table up */
export async function startTable(terms) {
  const { game_code: gameCode } = await post("create_game", {
    max_players: Number(terms.get("max_players")),
    max_turns: Number(terms.get("max_turns")),
    turn_seconds: Number(terms.get("turn_seconds")),
    auto_resolve: terms.has("auto_resolve"),
    allow_spectators: terms.has("allow_spectators"),
    is_public: terms.has("is_public"),
  });
  goToTable(gameCode);
}

/** @param {string} gameCode */
export async function takeChair(gameCode) {
  const seat = await post("join_game", { game_code: gameCode });
  goToTable(seat.game_code);
}

/**
 * Does something once, however often its button is pressed, and tells what was refused.
 * @param {HTMLButtonElement} button
 * @param {() => Promise<unknown>} step
 * @param {(error: ApiError) => boolean} [told] whether the page has told of the refusal itself
 */
export async function once(button, step, told = () => false) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await step();
  } catch (error) {
    if (error instanceof NoNameYet) return;
    if (!(error instanceof ApiError)) throw error;
    if (!told(error)) notify(explainBriefly(error), "bad");
  } finally {
    button.removeAttribute("aria-busy");
  }
}
