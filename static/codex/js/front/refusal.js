// The sheet that says why a door stays closed, and which ways lead on.
import { $, fill, h } from "../lib/dom.js";
import { explain } from "../lib/errors.js";

/**
 * Shows it in the place of the door.
 * @param {unknown} error
 * @param {{gameCode: string, mayWatch?: boolean}} context
 */
export function showRefusal(error, context) {
  const panel = $("#refusal");
  if (!panel) return;
  const { title, text, ways } = explain(error, context);
  fill(/** @type {HTMLElement} */ ($("h1", panel)), title);
  fill(/** @type {HTMLElement} */ ($(".story", panel)), text);
  const links = ways.filter((way) => way.href);
  if (links.length > 0) {
    fill(/** @type {HTMLElement} */ ($(".row", panel)), links.map((way, index) => h("a", { class: `button${index ? "" : " is-next"}`, href: way.href }, way.label)));
  }
  panel.hidden = false;
  $("#door")?.remove();
}
