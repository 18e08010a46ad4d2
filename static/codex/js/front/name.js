// Taking a name: the one step that a guest needs, asked for wherever it is missing.
import { isRefusal, post } from "../lib/api.js";
import { $, on } from "../lib/dom.js";
import { clearFieldError, showFieldError, showRefusal } from "./field.js";

const LEAST = 2;
const MOST = 20;

/** Thrown where a name is asked for and none can be had yet; the field already says why. */
export class NoNameYet extends Error {}

/**
 * The name field of a page, and what is known of the name so far.
 * @param {{known: string, onTaken?: (name: string) => void}} options
 */
export function wireName({ known, onTaken = () => {} }) {
  const input = /** @type {HTMLInputElement} */ ($("#username-input"));
  let taken = known;
  /** @type {Promise<string>} */
  let taking = Promise.resolve(known);

  on(input, "input", () => clearFieldError(input));

  /** Takes what is typed, one request after the other: two first ones at once would make two people of one. */
  function take() {
    taking = taking.then(takeTyped, takeTyped);
    return taking;
  }

  async function takeTyped() {
    const name = input.value.trim().replace(/\s+/g, " ");
    const length = [...name].length;
    if (length < LEAST || length > MOST) {
      showFieldError(input, length === 0 ? "Take a name first." : `A name has ${LEAST} to ${MOST} characters.`);
      throw new NoNameYet();
    }
    try {
      taken = (await post("set_username", { username: name })).username;
    } catch (error) {
      const reason = isRefusal(error, "VALIDATION_ERROR") && /^username (.+)$/.exec(error.message)?.[1];
      if (reason) showFieldError(input, `A name ${reason}`);
      else showRefusal(input, error);
      throw new NoNameYet();
    }
    clearFieldError(input);
    onTaken(taken);
    return taken;
  }

  return {
    input,
    take,
    /** The game knows nobody of this name any more; it stands in the field to be taken again. */
    forget() {
      if (taken) input.value = taken;
      taken = "";
    },
    /** The name that is taken, or takes what is typed. A field in view that holds another name is meant. */
    async ensure() {
      const typed = input.value.trim();
      return taken && (!typed || typed === taken || !isShown(input)) ? taken : take();
    },
  };
}

/**
 * Whether a refusal means that the name has to be taken again.
 * @param {unknown} error
 */
export function isNameless(error) {
  return isRefusal(error, "AUTH_REQUIRED") || isRefusal(error, "SESSION_EXPIRED");
}

/** @param {HTMLElement} element */
function isShown(element) {
  return element.getClientRects().length > 0;
}
