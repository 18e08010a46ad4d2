// The covered slip: open while it is held, covered again by whatever may bring other eyes.
import { $, on } from "./dom.js";

const KEPT_OPEN_MS = 60_000;
const HOLDING_KEYS = [" ", "Enter"];

/**
 * Wires `#whisper` and, where there is one, `#whisper-keep` for hands that cannot hold.
 * @param {ParentNode} [root]
 * @param {{onFirstOpened?: () => void}} [options]
 * @returns {{cover: () => void, setText: (text: string) => void, isOpen: () => boolean, unwire: () => void} | null}
 */
export function wireWhisper(root = document, { onFirstOpened = () => {} } = {}) {
  const slip = $("#whisper", root);
  const plate = slip && $(".whisper-cover", slip);
  const text = slip && $(".whisper-text", slip);
  if (!slip || !plate || !text) return null;
  const keep = $("#whisper-keep", root);

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let opened = false;
  const isKept = () => slip.dataset.kept === "true";
  const isOpen = () => slip.dataset.covered === "false";

  /** @param {boolean} covered */
  function show(covered) {
    slip?.setAttribute("data-covered", String(covered));
    plate?.setAttribute("aria-expanded", String(!covered));
    if (covered || opened) return;
    opened = true;
    onFirstOpened();
  }
  /** @param {boolean} kept */
  function setKept(kept) {
    slip?.setAttribute("data-kept", String(kept));
    if (keep) keep.textContent = kept ? "Cover it" : "Keep it open";
  }
  function cover() {
    clearTimeout(timer);
    setKept(false);
    show(true);
  }
  function release() {
    if (!isKept()) cover();
  }
  function toggleKept() {
    if (isKept()) return cover();
    setKept(true);
    show(false);
    timer = setTimeout(cover, KEPT_OPEN_MS);
  }
  /** @param {PointerEvent} event */
  function press(event) {
    if (event.button !== 0) return;
    plate?.setPointerCapture(event.pointerId);
    show(false);
  }
  /** @param {KeyboardEvent} event */
  function pressKey(event) {
    if (!HOLDING_KEYS.includes(event.key)) return;
    event.preventDefault();
    show(false);
  }

  const wires = [
    on(plate, "pointerdown", press),
    on(plate, "pointerup", release),
    on(plate, "pointercancel", release),
    on(plate, "lostpointercapture", release),
    on(plate, "contextmenu", (event) => event.preventDefault()),
    on(plate, "keydown", pressKey),
    on(plate, "keyup", release),
    on(plate, "blur", release),
    on(keep, "click", toggleKept),
    on(window, "blur", cover),
    on(window, "pagehide", cover),
    on(window, "beforeprint", cover),
    on(document, "visibilitychange", () => { if (document.hidden) cover(); }),
  ];

  cover();
  return {
    cover,
    isOpen,
    setText(words) {
      if (text.textContent === words) return;
      cover();
      opened = false;
      text.textContent = words;
    },
    unwire() {
      cover();
      for (const unwire of wires) unwire();
    },
  };
}
