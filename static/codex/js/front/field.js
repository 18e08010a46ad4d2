// What is wrong with a field stands below it, and is read out with it.
import { fill, h, svgUse } from "../lib/dom.js";
import { explain } from "../lib/errors.js";

/** @typedef {import("../lib/dom.js").Child} Child */

/**
 * @param {HTMLInputElement} input has `aria-describedby`, whose last id is that of its error line
 * @param {...Child} words
 */
export function showFieldError(input, ...words) {
  const line = errorLine(input);
  if (!line) return;
  fill(line, svgUse("warn"), h("span", null, words));
  line.hidden = false;
  input.setAttribute("aria-invalid", "true");
  input.focus();
}

/** @param {HTMLInputElement} input */
export function clearFieldError(input) {
  const line = errorLine(input);
  if (line) line.hidden = true;
  input.removeAttribute("aria-invalid");
}

const HERE = /^\/(#.*|lobby)?$/;

/**
 * A refusal beside its field, with the ways on that lead elsewhere.
 * @param {HTMLInputElement} input
 * @param {unknown} error
 * @param {string | null} [gameCode]
 */
export function showRefusal(input, error, gameCode = null) {
  const { title, text, ways } = explain(error, { gameCode });
  const links = ways.filter((way) => way.href && !HERE.test(way.href));
  showFieldError(input, `${title} ${text}`, ...links.flatMap((way) => [" ", h("a", { href: way.href }, way.label)]));
}

/** @param {HTMLInputElement} input */
function errorLine(input) {
  const id = input.getAttribute("aria-describedby")?.split(" ").at(-1);
  return id ? document.getElementById(id) : null;
}
