// A question before what cannot be taken back.
import { $ } from "../lib/dom.js";
import { setText } from "./keyed.js";

/**
 * @param {{title: string, text: string, yes: string, no: string}} words
 * @returns {Promise<boolean>}
 */
export function asking({ title, text, yes, no }) {
  const dialog = /** @type {HTMLDialogElement} */ ($("#asking"));
  setText($("#asking-title"), title);
  setText($("#asking-text"), text);
  setText($("#asking-yes"), yes);
  setText($("#asking-no"), no);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
