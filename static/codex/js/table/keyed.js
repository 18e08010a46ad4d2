// A list that keeps its elements: what is still there is changed, not built anew.

/**
 * @template T
 * @param {Element} list
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => HTMLElement} build
 * @param {(element: HTMLElement, item: T) => void} [update]
 */
export function keyed(list, items, keyOf, build, update = () => {}) {
  const old = new Map([...list.children].map((element) => [/** @type {HTMLElement} */ (element).dataset.key, /** @type {HTMLElement} */ (element)]));
  let place = list.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const element = old.get(key) ?? build(item);
    old.delete(key);
    element.dataset.key = key;
    update(element, item);
    if (element === place) place = place.nextElementSibling;
    else list.insertBefore(element, place);
  }
  for (const element of old.values()) element.remove();
}

/**
 * Changes a text only if it is another.
 * @param {Element | null | undefined} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/**
 * @param {Element | null | undefined} element
 * @param {boolean} shown
 */
export function setShown(element, shown) {
  if (element instanceof HTMLElement && element.hidden === shown) element.hidden = !shown;
}
