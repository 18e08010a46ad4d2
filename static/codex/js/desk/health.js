// The last hour in small charts: one for each figure, one line for each process and label.
import { $, h } from "../lib/dom.js";
import { dataOf } from "./data.js";
import { seriesOf } from "./series.js";

/** @typedef {import("./series.js").Told} Told */

const place = /** @type {HTMLElement} */ ($("#charts"));
const COLOURS = ["#417690", "#ba5b2a", "#4b8a3d", "#8a4b9c", "#a68a1f", "#2a8f8f", "#b5446e", "#6a6a6a"];
/** @type {Map<string, InstanceType<typeof Chart>>} */
const charts = new Map();

/** @param {Told} told */
function draw(told) {
  for (const { name, meaning, unit, lines } of seriesOf(told)) {
    const datasets = lines.map(({ label, points }, index) => ({
      label, data: points, borderColor: COLOURS[index % COLOURS.length], borderWidth: 1.5, pointRadius: 0, tension: 0,
    }));
    const chart = charts.get(name) ?? made(name, meaning, unit);
    chart.data.datasets = datasets;
    /** @type {any} */ (chart.options.plugins).legend.display = datasets.length > 1;
    chart.update("none");
  }
}

/**
 * @param {string} name
 * @param {string} meaning
 * @param {string} unit
 */
function made(name, meaning, unit) {
  const canvas = h("canvas", { role: "img", "aria-label": `${name}: ${meaning}` });
  place.append(h("figure", { class: "desk-chart" }, h("figcaption", { title: meaning }, name, unit && h("small", null, ` ${unit}`)), h("div", null, canvas)));
  const chart = new Chart(canvas, { type: "line", data: { datasets: [] }, options: options() });
  charts.set(name, chart);
  return chart;
}

/** @returns {any} */
function options() {
  const style = getComputedStyle(document.body);
  const [ink, line] = [style.getPropertyValue("--body-quiet-color").trim(), style.getPropertyValue("--hairline-color").trim()];
  const time = (/** @type {number} */ at) => new Date(at * 1000).toISOString().slice(11, 16);
  return {
    animation: false,
    parsing: false,
    maintainAspectRatio: false,
    scales: {
      x: { type: "linear", ticks: { color: ink, maxTicksLimit: 4, callback: time }, grid: { color: line } },
      y: { beginAtZero: true, ticks: { color: ink, maxTicksLimit: 4 }, grid: { color: line } },
    },
    plugins: {
      legend: { display: false, position: "bottom", labels: { color: ink, boxWidth: 10, boxHeight: 2, font: { size: 10 } } },
      tooltip: { callbacks: { title: (/** @type {any[]} */ [first]) => (first ? time(first.parsed.x) : "") } },
    },
  };
}

async function refresh() {
  const answer = await fetch(place.dataset.figures ?? "", { headers: { Accept: "application/json" } });
  if (answer.ok && !answer.redirected) draw(await answer.json());
}

/** Colours are read once; another theme wants others. */
function repaint() {
  for (const chart of charts.values()) Object.assign(chart.options, options());
  void refresh();
}

draw(dataOf("told"));
setInterval(() => void refresh().catch(() => undefined), Number(place.dataset.every) * 1000);
new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
