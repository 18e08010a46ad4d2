// The game's HTTP door. Every call answers with the success body or throws an ApiError.

/** What was refused, in the words of the catalogue. Trouble on the way there, or back, is `OFFLINE`. */
export class ApiError extends Error {
  /**
   * @param {number} status 0 if there was no answer
   * @param {string} code
   * @param {string} message
   * @param {Record<string, any>} [body]
   */
  constructor(status, code, message, body = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

const RETRIES = 2;
const PATIENCE_MS = 20_000;
const PAUSES_MS = [400, 1500];

/**
 * A UUID of version 4; `crypto.randomUUID` is missing where a table is played over plain http in a home network.
 * @returns {string}
 */
export function newCommandId() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/**
 * @typedef {object} Surroundings
 * @property {(url: string, options: RequestInit) => Promise<Response>} [fetch]
 * @property {() => string} [readCookies]
 * @property {(ms: number) => Promise<void>} [pause]
 */

/**
 * The two verbs, over the browser's own means or, in tests, over others.
 * @param {Surroundings} [surroundings]
 */
export function createApi({
  fetch = (url, options) => globalThis.fetch(url, options),
  readCookies = () => document.cookie,
  pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
} = {}) {
  let keptToken = "";

  /**
   * @param {string} url
   * @param {RequestInit} options
   */
  async function ask(url, options) {
    let response;
    let text;
    try {
      response = await fetch(url, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS), ...options });
      text = await response.text();
    } catch {
      throw new ApiError(0, "OFFLINE", "No answer came.");
    }
    return read(response, text);
  }

  async function freshToken() {
    const body = await ask("/api/csrf-token", { headers: { Accept: "application/json" } });
    keptToken = String(body.csrf_token ?? "");
    return keptToken;
  }

  async function token() {
    const cookie = /(?:^|;\s*)csrftoken=([^;]+)/.exec(readCookies());
    return cookie ? decodeURIComponent(cookie[1]) : keptToken || freshToken();
  }

  /**
   * @param {string} path
   * @param {string} content
   * @param {string} csrfToken
   */
  function send(path, content, csrfToken) {
    const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken };
    return ask(urlOf(path), { method: "POST", body: content, headers });
  }

  /**
   * @param {string} path
   * @param {string} content
   */
  async function sendOnce(path, content) {
    try {
      return await send(path, content, await token());
    } catch (error) {
      if (!isRefusal(error, "CSRF_FAILED")) throw error;
      return send(path, content, await freshToken());
    }
  }

  return {
    /**
     * Reads: `get("games")`, `get("game_state", {game_code})`.
     * @param {string} path
     * @param {Record<string, string | number | null | undefined>} [query]
     * @returns {Promise<any>}
     */
    get(path, query = {}) {
      return ask(urlOf(path, query), { headers: { Accept: "application/json" } });
    },

    /**
     * Does: `post("make_choice", {choice})`. An answer that got lost is asked for again with the same `cmd_id`: one effect.
     * @param {string} path
     * @param {Record<string, unknown>} [body]
     * @returns {Promise<any>}
     */
    async post(path, body = {}) {
      const content = JSON.stringify({ cmd_id: newCommandId(), ...body });
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await sendOnce(path, content);
        } catch (error) {
          if (!isRefusal(error, "OFFLINE") || attempt === RETRIES) throw error;
          await pause(PAUSES_MS[attempt]);
        }
      }
    },
  };
}

/**
 * @param {unknown} error
 * @param {string} code
 * @returns {error is ApiError}
 */
export function isRefusal(error, code) {
  return error instanceof ApiError && error.code === code;
}

/**
 * @param {string} path
 * @param {Record<string, string | number | null | undefined>} [query]
 */
function urlOf(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `${path.startsWith("/") ? path : `/api/${path}`}${search ? `?${search}` : ""}`;
}

/**
 * @param {Response} response
 * @param {string} text
 * @returns {any}
 */
function read(response, text) {
  const body = parse(text);
  if (response.ok && body && body.status !== "error") return body;
  if (typeof body?.code === "string") throw new ApiError(response.status, body.code, String(body.message ?? ""), body);
  // Whatever stands between us and the game answers in its own words when the game does not: it may have done what it was asked, or not.
  const code = [502, 503, 504].includes(response.status) ? "OFFLINE" : "INTERNAL_ERROR";
  throw new ApiError(response.status, code, "That answer could not be read.");
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const { get, post } = createApi();
