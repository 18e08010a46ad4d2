// Candle, vellum, or as the system has it. The server reads the same cookie, so that a page arrives in its own light.

/** @typedef {"system" | "candle" | "vellum"} Theme */

const YEAR_S = 365 * 24 * 3600;
const GROUNDS = { candle: "#0f1112", vellum: "#dcddd3" };

/** @returns {Theme} */
export function currentTheme() {
  const kept = /(?:^|;\s*)theme=(candle|vellum)/.exec(document.cookie);
  return /** @type {Theme} */ (kept?.[1] ?? "system");
}

/** @param {Theme} theme */
export function chooseTheme(theme) {
  document.cookie = `theme=${theme}; path=/; samesite=lax; max-age=${theme === "system" ? 0 : YEAR_S}`;
  show(theme);
}

/** @param {Theme} theme */
function show(theme) {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const input of document.querySelectorAll("input[name=theme]")) {
    if (input instanceof HTMLInputElement) input.checked = input.value === theme;
  }
  const light = theme === "vellum" || (theme === "system" && matchMedia("(prefers-color-scheme: light)").matches);
  document.querySelector("meta[name=theme-color]")?.setAttribute("content", light ? GROUNDS.vellum : GROUNDS.candle);
}

document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.name === "theme") chooseTheme(/** @type {Theme} */ (target.value));
});
show(currentTheme());
