// Short sounds, made and not loaded. Off until somebody switches them on, and remembered on this device.
import { $, on } from "../lib/dom.js";

const KEY = "codex-sound";
/** @type {AudioContext | null} */
let audio = null;

export function wireSound() {
  const tick = /** @type {HTMLInputElement} */ ($("#sound-on"));
  tick.checked = isOn();
  on(tick, "change", () => {
    try {
      localStorage.setItem(KEY, tick.checked ? "on" : "off");
    } catch { /* kept for this page only */ }
    audio = tick.checked ? new AudioContext() : null;
    play("slip", 0);
  });
  // Browsers let a page sound only after it was touched.
  if (tick.checked) document.addEventListener("pointerdown", () => { audio ??= new AudioContext(); void audio.resume(); }, { once: true });
}

function isOn() {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}

/**
 * @typedef {{kind: "noise" | "tone", hz: number, to?: number, ms: number, loud: number, sharp?: number, wait?: number}} Part
 * @type {Record<string, (order: number) => Part[]>}
 */
const SOUNDS = {
  page: () => [{ kind: "noise", hz: 900, to: 3400, ms: 420, loud: 0.14, sharp: 0.7 }, { kind: "noise", hz: 2200, to: 500, ms: 260, loud: 0.08, sharp: 0.9, wait: 380 }],
  breath: () => [{ kind: "noise", hz: 520, to: 900, ms: 700, loud: 0.05, sharp: 1.4 }],
  sealed: () => [{ kind: "noise", hz: 420, ms: 90, loud: 0.18, sharp: 2 }, { kind: "tone", hz: 150, to: 90, ms: 110, loud: 0.16 }],
  wick: () => [{ kind: "noise", hz: 3800, ms: 40, loud: 0.1, sharp: 4 }],
  slip: (order) => [{ kind: "noise", hz: 2600 - order * 210, to: 1300 - order * 90, ms: 170, loud: 0.14, sharp: 1.2 },
    { kind: "tone", hz: 330 * 0.94 ** order, ms: 180, loud: 0.05, wait: 60 }],
  tight: () => [{ kind: "tone", hz: 98, to: 147, ms: 760, loud: 0.14 }, { kind: "noise", hz: 300, to: 700, ms: 600, loud: 0.06, sharp: 5 }],
  part: () => [{ kind: "noise", hz: 1800, to: 240, ms: 240, loud: 0.2, sharp: 2.5 }, { kind: "tone", hz: 110, to: 62, ms: 620, loud: 0.16, wait: 60 }],
};

/**
 * @param {keyof typeof SOUNDS} name
 * @param {number} [order]
 */
export function play(name, order = 0) {
  if (audio?.state !== "running" || document.hidden) return;
  for (const part of SOUNDS[name](order)) sound(audio, part);
}

/**
 * @param {AudioContext} context
 * @param {Part} part
 */
function sound(context, { kind, hz, to = hz, ms, loud, sharp = 1, wait = 0 }) {
  const begins = context.currentTime + wait / 1000;
  const ends = begins + ms / 1000;
  const volume = context.createGain();
  volume.gain.setValueAtTime(0.0001, begins);
  volume.gain.exponentialRampToValueAtTime(loud, begins + Math.min(0.04, ms / 4000));
  volume.gain.exponentialRampToValueAtTime(0.0001, ends);
  volume.connect(context.destination);
  const source = kind === "tone" ? context.createOscillator() : noise(context);
  const voice = kind === "tone" ? /** @type {OscillatorNode} */ (source).frequency : filtered(context, source, volume, sharp);
  if (kind === "tone") source.connect(volume);
  voice.setValueAtTime(hz, begins);
  voice.exponentialRampToValueAtTime(to, ends);
  source.start(begins);
  source.stop(ends);
}

/** @param {AudioContext} context */
function noise(context) {
  const buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
  const samples = buffer.getChannelData(0);
  for (let each = 0; each < samples.length; each += 1) samples[each] = Math.random() * 2 - 1;
  const source = context.createBufferSource();
  source.buffer = buffer;
  return source;
}

/**
 * @param {AudioContext} context
 * @param {AudioNode} source
 * @param {AudioNode} volume
 * @param {number} sharp
 */
function filtered(context, source, volume, sharp) {
  const filter = context.createBiquadFilter();
  filter.type = "bandpass";
  filter.Q.value = sharp;
  source.connect(filter).connect(volume);
  return filter.frequency;
}
