// Which page of the table is open. Turning it moves the focus to its title, unless somebody is writing.
import { $, $$, fill, h } from "../lib/dom.js";
import { explain } from "../lib/errors.js";
import { clearNotices } from "../lib/notices.js";
import { setShown, setText } from "./keyed.js";
import { watch } from "./store.js";
import { scrollToLast } from "./talk.js";
import { screenOf } from "./view.js";

/**
 * @typedef {import("./store.js").Known} Known
 * @typedef {import("./view.js").Screen} Screen
 */

/** @type {Record<string, string>} */
const TITLES = { lobby: "#lobby-title", scene: "#scene-title", reveal: "#reveal-title", epilogue: "#epilogue-title", blank: "#blank-title" };

/** @param {string | undefined} screen */
function titleOn(screen) {
  return $(TITLES[screen ?? ""] ?? "#main > .laying");
}

/**
 * @param {import("./store.js").Store} store
 * @param {string} code
 */
export function wireScreens(store, code) {
  const main = /** @type {HTMLElement} */ ($("#main"));
  store.draw(watch(({ halted }) => halted, (halted) => halted !== null && showBlank(halted, code)));
  store.draw(watch((known) => [screenOf(known), known.state?.turn_number], () => turnTo(main, screenOf(store.known))));
  store.draw(watch((known) => [screenOf(known), titleOn(screenOf(known))?.textContent, known.state?.phase], () => {
    main.dataset.phase = store.known.state?.phase ?? "";
    const title = main.dataset.screen === "laying" ? "" : titleOn(main.dataset.screen)?.textContent;
    document.title = [title, `Table ${code}`, "The Arcane Codex"].filter(Boolean).join(" · ");
  }));
  store.draw(watch(({ state, halted }) => halted === null && state && { watches: state.you === null, mayJoin: state.phase === "lobby" && state.players.length < state.max_players },
    (shown) => {
      setShown($("#watching-line"), Boolean(shown && shown.watches));
      setShown($("#take-chair-link"), Boolean(shown && shown.mayJoin));
      setShown($("#leave-table-btn"), Boolean(shown && !shown.watches));
    }));
}

/**
 * @param {HTMLElement} main
 * @param {Screen} screen
 */
function turnTo(main, screen) {
  const before = main.dataset.screen;
  const writing = document.activeElement?.matches("#chat-input, #own-choice");
  main.dataset.screen = screen;
  document.body.className = `page-table page-${screen}`;
  for (const part of $$("[data-on]", main)) setShown(part, (part.dataset.on ?? "").split(" ").includes(screen));
  scrollToLast();
  if (before !== screen) clearNotices(screen === "blank" ? ".notice" : ".notice:not(.is-bad)");
  if (before === "laying" && screen === "lobby") return;
  if (before !== "laying") window.scrollTo(0, 0);
  if (!writing && !document.querySelector("dialog[open]")) titleOn(screen)?.focus({ preventScroll: true });
}

/**
 * @param {string} halted
 * @param {string} code
 */
function showBlank(halted, code) {
  const { title, text, ways } = halted === "LEFT"
    ? { title: "You have left the table.", text: "Your chair is free. The story goes on without you.", ways: [{ label: "To the front page", href: "/" }] }
    : explain({ code: halted }, { gameCode: code, mayWatch: false });
  setText($("#blank-title"), title);
  setText($("#blank-text"), text);
  const [way = { label: "To the front page", href: "/" }] = ways.filter((each) => each.href);
  fill(/** @type {HTMLElement} */ ($("#blank-ways")), h("a", { class: "button is-next is-large", href: way.href }, way.label));
}
