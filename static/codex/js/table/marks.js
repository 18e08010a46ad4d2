// The small signs of a person: the mark of the chair, the tool of the class.
import { h, svgUse } from "../lib/dom.js";

/**
 * @param {number | undefined} seat
 * @param {boolean} [withPresence]
 */
export function seatMark(seat, withPresence = false) {
  const mark = h("span", { class: `seat-mark${seat ? ` seat-${seat}` : ""}` }, seat ? svgUse(`seat-${seat}`, "mark") : null);
  if (withPresence) mark.append(h("span", { class: "presence-indicator" }));
  return mark;
}

/** @param {string | null | undefined} name */
export function classLine(name) {
  return h("span", { class: "seat-class" }, name ? [svgUse(name.toLowerCase()), name] : []);
}

/**
 * Text in paragraphs, built from text.
 * @param {string[]} texts
 */
export function told(texts) {
  return texts.map((text) => h("p", null, text));
}
