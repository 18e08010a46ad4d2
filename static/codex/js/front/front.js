// The landing page and the list of tables: a name, a table of one's own, a code, an open chair.
import { get, isRefusal } from "../lib/api.js";
import { $, delegate, on } from "../lib/dom.js";
import { notify } from "../lib/notices.js";
import { wireWhisper } from "../lib/whisper.js";
import { tableCode, within } from "../lib/words.js";
import { clearFieldError, showFieldError, showRefusal } from "./field.js";
import { showListsAreOld, showOpenTables, showOwnTables, showResume, tableToResume } from "./lists.js";
import { isNameless, wireName } from "./name.js";
import { once, startTable, takeChair } from "./seating.js";

const REFRESH_MS = 10_000;

const main = /** @type {HTMLElement} */ ($("#main"));
const nameForm = /** @type {HTMLFormElement} */ ($("#name-form"));
const nameButton = /** @type {HTMLButtonElement} */ ($("#set-username-btn"));
const createForm = /** @type {HTMLFormElement} */ ($("#create-form"));
const createButton = /** @type {HTMLButtonElement} */ ($("#create-game-btn"));
const joinForm = /** @type {HTMLFormElement} */ ($("#join-form"));
const joinButton = /** @type {HTMLButtonElement} */ ($("#join-game-btn"));
const codeInput = /** @type {HTMLInputElement} */ ($("#join-code-input"));
const changeName = $("#change-name-btn");

const name = wireName({ known: main.dataset.name ?? "", onTaken: showName });

/** @param {string} taken */
function showName(taken) {
  main.dataset.name = taken;
  main.classList.add("is-known");
  main.dataset.renaming = "false";
  for (const place of document.querySelectorAll("[data-own-name]")) place.textContent = taken;
  for (const place of document.querySelectorAll("[data-if-named]")) place.removeAttribute("hidden");
  changeName?.setAttribute("aria-expanded", "false");
  markNextStep();
}

/** The page of a stranger again: this browser was signed out, or its session has ended. */
function forgetName() {
  name.forget();
  main.dataset.name = "";
  main.classList.remove("is-known");
  for (const place of document.querySelectorAll("[data-if-named]")) place.setAttribute("hidden", "");
  markNextStep();
}

/**
 * Asks for the name again where that is what was refused.
 * @param {unknown} error
 */
function askedForName(error) {
  if (!isNameless(error)) return false;
  forgetName();
  showFieldError(name.input, "We no longer know who you are. Take your name again.");
  return true;
}

/** At most one gilt button: the name, else back to the table, else a table of one's own. */
function markNextStep() {
  const nameIsNext = !main.dataset.name || main.dataset.renaming === "true";
  const resumeIsNext = !$("#resume")?.hidden;
  nameButton.classList.toggle("is-next", nameIsNext);
  $("#resume .button")?.classList.toggle("is-next", !nameIsNext);
  createButton.classList.toggle("is-next", !nameIsNext && !resumeIsNext);
}

on(nameForm, "submit", (event) => {
  event.preventDefault();
  once(nameButton, async () => {
    notify(`The others will call you ${within(await name.take())}.`, "good");
    createButton.focus({ preventScroll: false });
  });
});
on(changeName, "click", () => {
  const renaming = main.dataset.renaming !== "true";
  main.dataset.renaming = String(renaming);
  changeName?.setAttribute("aria-expanded", String(renaming));
  markNextStep();
  if (!renaming) return;
  name.input.value = main.dataset.name ?? "";
  name.input.select();
});

on(createForm, "submit", (event) => {
  event.preventDefault();
  once(createButton, async () => {
    await name.ensure();
    await startTable(new FormData(createForm));
  }, askedForName);
});

on(codeInput, "input", () => {
  clearFieldError(codeInput);
  if (codeInput.value.length > 6) codeInput.value = tableCode(codeInput.value);
});
on(joinForm, "submit", (event) => {
  event.preventDefault();
  const code = tableCode(codeInput.value);
  if (code.length < 6) return showFieldError(codeInput, "A code has six letters and digits.");
  return join(joinButton, code, codeInput);
});
delegate(main, "click", "#open-tables button[data-code]", (_event, button) => {
  join(/** @type {HTMLButtonElement} */ (button), button.dataset.code ?? "");
});

/**
 * @param {HTMLButtonElement} button
 * @param {string} code
 * @param {HTMLInputElement} [field] where to tell what was refused
 */
function join(button, code, field) {
  clearFieldError(name.input);
  return once(button, async () => {
    await name.ensure();
    await takeChair(code);
  }, (error) => {
    if (askedForName(error)) return true;
    refresh();
    if (isRefusal(error, "NAME_TAKEN")) askForAnotherName();
    else if (field) showRefusal(field, error, code);
    else return false;
    return true;
  });
}

function askForAnotherName() {
  main.dataset.renaming = "true";
  markNextStep();
  showFieldError(name.input, `Somebody at that table is called ${within(main.dataset.name ?? "")}. Take another name, then join.`);
}

/**
 * @param {{games: import("./lists.js").OwnTable[]}} own
 * @param {{games: import("./lists.js").OpenTable[]}} open
 */
function show(own, open) {
  const resumed = tableToResume(own.games);
  showResume(resumed);
  showOwnTables(own.games.filter((table) => table !== resumed));
  showOpenTables(open.games, own.games.map((table) => table.game_code));
  markNextStep();
}

async function refresh() {
  if (document.hidden) return;
  try {
    const [own, open] = await Promise.all([get("session_info"), get("games")]);
    if (main.dataset.name && !own.username) forgetName();
    show(own, open);
  } catch {
    showListsAreOld();
  }
}

wireWhisper();
show({ games: JSON.parse(main.dataset.own ?? "[]") }, { games: JSON.parse(main.dataset.open ?? "[]") });
setInterval(refresh, REFRESH_MS);
on(document, "visibilitychange", refresh);
on(window, "pageshow", (event) => { if (event.persisted) refresh(); });
if (location.hash === "#join-code-input") codeInput.focus();
