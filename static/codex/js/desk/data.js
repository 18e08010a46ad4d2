// What the server has put into the page.

/**
 * @param {string} id of a script element that holds JSON
 * @returns {any}
 */
export function dataOf(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null");
}
