// The door for those who only watch: a name is the one thing that is missing.
import { $, on } from "../lib/dom.js";
import { NoNameYet, wireName } from "./name.js";
import { showRefusal } from "./refusal.js";
import { once } from "./seating.js";

const { code = "", refusal = "" } = /** @type {HTMLElement} */ ($("#main")).dataset;

if (refusal) showRefusal({ code: refusal }, { gameCode: code, mayWatch: false });
if ($("#watching-form")) wireDoor();

function wireDoor() {
  const name = wireName({ known: "" });
  const button = /** @type {HTMLButtonElement} */ ($("#watch-btn"));
  on($("#watching-form"), "submit", (event) => {
    event.preventDefault();
    once(button, async () => {
      await name.take();
      location.reload();
    }, (error) => error instanceof NoNameYet);
  });
}
