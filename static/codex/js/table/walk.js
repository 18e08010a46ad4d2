// How the trust went, as a line. SVG attributes only.
import { setShown } from "./keyed.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 380;
const SIDE = 18;
const LOW = 118;
const UNIT = 1.08;
/** More numbers than this would lie over each other. */
const MOST_VALUES = 10;

/**
 * @param {HTMLElement} figure
 * @param {number[]} points trust at the start and after each turn
 */
export function drawWalk(figure, points) {
  setShown(figure, points.length > 1);
  figure.querySelector("svg")?.remove();
  if (points.length < 2) return;
  const step = (WIDTH - 2 * SIDE) / (points.length - 1);
  const spots = points.map((trust, index) => ({ x: Math.round(SIDE + index * step), y: Math.round(LOW - trust * UNIT), trust, index }));
  const every = Math.ceil(points.length / MOST_VALUES);
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} 150`, role: "img", "aria-label": inWords(points) });
  svg.append(draw("path", { class: "grid", d: `M0 ${LOW}H${WIDTH}M0 ${LOW - 50 * UNIT}H${WIDTH}M0 ${LOW - 100 * UNIT}H${WIDTH}` }));
  svg.append(draw("path", { class: "line", d: `M${spots.map(({ x, y }) => `${x} ${y}`).join("L")}` }));
  for (const { x, y, trust, index } of spots) {
    svg.append(draw("circle", { class: "dot", cx: x, cy: y, r: points.length > MOST_VALUES ? 3 : 4.5 }));
    if (index % every !== 0 && index !== points.length - 1) continue;
    svg.append(draw("text", { class: "value", x, y: y < 24 ? y + 20 : y - 12 }, String(trust)), draw("text", { x, y: 140 }, index === 0 ? "start" : String(index)));
  }
  figure.append(svg);
}

/** @param {number[]} points */
function inWords([start, ...turns]) {
  return `Trust by turn: ${start} at the start, then ${turns.join(", ")}`;
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function draw(tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}
