// From the samples of each process to the lines of each chart. Pure.

/**
 * @typedef {[number, Record<string, number>]} Sample
 * @typedef {{names: Record<string, string>, processes: Record<string, Sample[]>}} Told
 * @typedef {{label: string, points: {x: number, y: number}[]}} Line
 * @typedef {{name: string, meaning: string, unit: string, lines: Line[]}} Series
 */

const MOST_LINES = 12;
/** What the house tells is the same in every process: one line is enough. */
const OF_THE_HOUSE = /^codex_(games|turns_late|database_up)$/;

/**
 * One series for each figure. What only ever grows is shown as growth a minute.
 * @param {Told} told
 * @returns {Series[]}
 */
export function seriesOf({ names, processes }) {
  /** @type {Map<string, Line[]>} */
  const found = new Map();
  const several = Object.keys(processes).length > 1;
  for (const [process, samples] of Object.entries(processes)) {
    for (const key of keysOf(samples)) {
      const [name, labels] = partsOf(key);
      const lines = found.get(name) ?? [];
      found.set(name, lines);
      const label = [labels, several && !OF_THE_HOUSE.test(name) && process].filter(Boolean).join(" ") || process;
      if (lines.length < MOST_LINES && !lines.some((line) => line.label === label)) lines.push({ label, points: pointsOf(samples, key, grows(name)) });
    }
  }
  return [...found].sort(([one], [other]) => one.localeCompare(other)).map(([name, lines]) => (
    { name, meaning: names[name] ?? "", unit: grows(name) ? "a minute" : "", lines }
  ));
}

/** @param {Sample[]} samples */
function keysOf(samples) {
  return new Set(samples.flatMap(([, figures]) => Object.keys(figures)));
}

/** @param {string} key */
function partsOf(key) {
  const [name, labels = ""] = key.split("{");
  return [name, labels.replace("}", "")];
}

/** @param {string} name */
function grows(name) {
  return /_(total|sum|count)$/.test(name);
}

/**
 * @param {Sample[]} samples
 * @param {string} key
 * @param {boolean} growing
 */
function pointsOf(samples, key, growing) {
  const known = samples.filter(([, figures]) => key in figures).map(([at, figures]) => ({ x: at, y: figures[key] }));
  if (!growing) return known;
  return known.slice(1).map(({ x, y }, index) => ({ x, y: Math.max(0, ((y - known[index].y) / Math.max(1, x - known[index].x)) * 60) }));
}
