// The door of one table: a name if there is none, and a chair.
import { isRefusal } from "../lib/api.js";
import { $, on } from "../lib/dom.js";
import { within } from "../lib/words.js";
import { showFieldError } from "./field.js";
import { isNameless, wireName } from "./name.js";
import { showRefusal } from "./refusal.js";
import { once, takeChair } from "./seating.js";

const main = /** @type {HTMLElement} */ ($("#main"));
const code = main.dataset.code ?? "";

// What may pass by itself, or can be mended right here, leaves the door as it is.
const STAYS = ["OFFLINE", "RATE_LIMITED", "SERVICE_UNAVAILABLE", "INTERNAL_ERROR", "CSRF_FAILED", "VALIDATION_ERROR"];

const context = { gameCode: code, mayWatch: "mayWatch" in main.dataset };

if (main.dataset.refusal) showRefusal({ code: main.dataset.refusal }, context);
if ($("#chair-form")) wireDoor();

function wireDoor() {
  const name = wireName({ known: main.dataset.name ?? "" });
  const button = /** @type {HTMLButtonElement} */ ($("#take-chair-btn"));

  on($("#change-name-btn"), "click", () => {
    askName();
    name.input.value = main.dataset.name ?? "";
    name.input.select();
  });
  on($("#chair-form"), "submit", (event) => {
    event.preventDefault();
    once(button, async () => {
      main.dataset.name = await name.ensure();
      await takeChair(code);
    }, (error) => {
      if (STAYS.includes(error.code)) return false;
      if (isNameless(error)) {
        name.forget();
        askName();
        showFieldError(name.input, "We no longer know who you are. Take your name again.");
      } else if (isRefusal(error, "NAME_TAKEN")) {
        askName();
        showFieldError(name.input, `Somebody at this table is called ${within(main.dataset.name ?? "")}. Take another name.`);
      } else {
        showRefusal(error, context);
        $("#refusal-title")?.focus();
      }
      return true;
    });
  });
}

function askName() {
  $("#name-field")?.removeAttribute("hidden");
  $("[data-if-named]")?.setAttribute("hidden", "");
}
