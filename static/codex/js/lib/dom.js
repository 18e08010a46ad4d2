// The few helpers that build and find elements. Text only ever enters a page as text.

/** @typedef {Node | string | number | null | undefined | false} Child */
/**
 * Attributes by name. `class` takes a string, `data` and `on` take records; false, null and undefined leave an attribute out.
 * @typedef {{
 *   class?: string,
 *   data?: Record<string, string | number | boolean>,
 *   on?: Record<string, (event: any) => void>,
 *   [attribute: string]: unknown,
 * }} Props
 */

/**
 * Builds an element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Props | null} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  const { data = {}, on: listeners = {}, ...attributes } = props ?? {};
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  for (const [name, value] of Object.entries(data)) element.dataset[name] = String(value);
  for (const [name, listener] of Object.entries(listeners)) element.addEventListener(name, listener);
  element.append(...nodesOf(children));
  return element;
}

/**
 * Sets an attribute, or takes it away for false, null and undefined.
 * @param {Element} element
 * @param {string} name
 * @param {unknown} value
 */
export function setAttribute(element, name, value) {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/**
 * Puts new children in the place of the old ones.
 * @param {Element} element
 * @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...nodesOf(children));
}

/** @param {(Child | Child[])[]} children */
function nodesOf(children) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    nodes.push(child instanceof Node ? child : String(child));
  }
  return nodes;
}

/**
 * The element that a selector finds, or null.
 * @template {Element} [E=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {E | null}
 */
export function $(selector, root = document) {
  return root.querySelector(selector);
}

/**
 * All elements that a selector finds.
 * @template {Element} [E=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {E[]}
 */
export function $$(selector, root = document) {
  return [...root.querySelectorAll(/** @type {any} */ (selector))];
}

/**
 * Listens, and returns what stops listening.
 * @param {EventTarget | null} target
 * @param {string} type
 * @param {(event: any) => void} listener
 * @param {AddEventListenerOptions} [options]
 * @returns {() => void}
 */
export function on(target, type, listener, options) {
  target?.addEventListener(type, listener, options);
  return () => target?.removeEventListener(type, listener, options);
}

/**
 * Listens on a root for events of descendants that match, also of those that come later.
 * @param {Element | Document} root
 * @param {string} type
 * @param {string} selector
 * @param {(event: any, match: HTMLElement) => void} listener
 * @returns {() => void}
 */
export function delegate(root, type, selector, listener) {
  return on(root, type, (event) => {
    const match = event.target instanceof Element ? event.target.closest(selector) : null;
    if (match && root.contains(match)) listener(event, match);
  });
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * A sign from the sprite. Signs are ornament; the words beside them speak.
 * @param {string} name
 * @param {string} [className]
 * @returns {SVGSVGElement}
 */
export function svgUse(name, className = "icon") {
  const svg = /** @type {SVGSVGElement} */ (document.createElementNS(SVG, "svg"));
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${document.documentElement.dataset.icons ?? ""}#${name}`);
  svg.append(use);
  return svg;
}
