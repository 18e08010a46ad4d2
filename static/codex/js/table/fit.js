// Nobody scrolls a screen on the wall: what does not fit is set smaller, step by step.

const SMALLEST = 5;

/**
 * Keeps `data-fit` of an element at the first step at which the page needs no scrolling, for screens that are wide.
 * @param {HTMLElement} main
 * @param {string} wide a media query
 */
export function keepFitting(main, wide) {
  const fits = () => main.scrollHeight <= window.innerHeight + 1;
  function fit() {
    main.dataset.fit = "0";
    for (let step = 1; matchMedia(wide).matches && !fits() && step <= SMALLEST; step += 1) main.dataset.fit = String(step);
  }
  new MutationObserver(fit).observe(main, { childList: true, characterData: true, subtree: true, attributeFilter: ["hidden", "data-screen"] });
  window.addEventListener("resize", fit);
  void document.fonts.ready.then(fit);
}
