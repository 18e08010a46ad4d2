// One socket and the patience around it: this module, not the library, decides when to try again.
import { ATTEMPTS, delayBefore } from "./backoff.js";

/**
 * @typedef {import("./types.d.ts").SocketLike} SocketLike
 * @typedef {import("./types.d.ts").ConnectionNews} ConnectionNews
 * @typedef {import("./types.d.ts").Timers} Timers
 * @typedef {{code: string, message: string}} Refusal
 * @typedef {{ok: boolean, error?: Refusal, [field: string]: any}} Answer
 * @typedef {ReturnType<typeof createConnection>} Connection
 */

const ATTEMPT_MS = 10_000;
const ANSWER_MS = 6000;
const PROBE_MS = 3000;
const BEAT_MS = 10_000;
/** @type {Answer} */
export const NO_ANSWER = { ok: false, error: { code: "OFFLINE", message: "No answer came." } };

/** @type {Timers} */
export const clock = {
  set: (act, ms) => setTimeout(act, ms),
  clear: (handle) => clearTimeout(/** @type {any} */ (handle)),
};

/**
 * @param {object} around
 * @param {() => SocketLike} around.createSocket a socket that neither connects nor reconnects by itself
 * @param {(socket: SocketLike) => void} [around.anotherWay] makes the socket's next attempt begin with another transport
 * @param {(name: string, data: any) => void} around.onMessage
 * @param {(news: Omit<ConnectionNews, "polling">) => void} around.onChange
 * @param {(error: Refusal) => void} around.onRefused the server said why it does not let us in; unless halted, it is asked again
 * @param {(pong: Answer) => void} around.onBeat
 * @param {Timers} [around.timers]
 * @param {() => number} [around.random]
 */
export function createConnection({
  createSocket, anotherWay = () => {}, onMessage, onChange, onRefused, onBeat, timers = clock, random = Math.random,
}) {
  /** @type {SocketLike | null} */
  let socket = null;
  /** @type {ConnectionNews["status"]} */
  let status = "idle";
  let attempt = 0;
  let wasConnected = false;
  /** An attempt after the last one: if it fails, nothing changes. */
  let extra = false;
  /** @type {unknown} */
  let timer;
  /** @type {unknown} */
  let beat;

  /** @param {boolean} [reconnected] */
  function tell(reconnected = false) {
    onChange({ connected: status === "connected", status, attempt, attempts: ATTEMPTS, reconnected });
  }

  function wired() {
    const fresh = createSocket();
    fresh.on("connect", greeted);
    fresh.on("connect_error", refused);
    fresh.on("disconnect", lost); // also when somebody else closes the socket that `getSocket` has given them
    fresh.onAny(onMessage);
    return fresh;
  }

  function connect() {
    timers.clear(timer);
    socket ??= wired();
    timer = timers.set(giveUp, ATTEMPT_MS);
    socket.connect();
  }

  /** Something may swallow what we sent: the next attempt goes another way. */
  function giveUp() {
    socket?.disconnect();
    if (socket) anotherWay(socket);
    retry();
  }

  function greeted() {
    timers.clear(timer);
    const reconnected = wasConnected;
    wasConnected = true;
    extra = false;
    attempt = 0;
    status = "connected";
    listenToPulse();
    tell(reconnected);
  }

  /** @param {{data?: Refusal}} error */
  function refused(error) {
    if (error?.data?.code) onRefused(error.data);
    if (status !== "connected") retry();
  }

  function lost() {
    if (status !== "connected") return;
    timers.clear(beat);
    attempt = 0;
    status = "reconnecting";
    retry();
  }

  function retry() {
    timers.clear(timer);
    if (status === "halted" || status === "idle") return;
    if (extra || attempt >= ATTEMPTS) {
      extra = false;
      status = "failed";
    } else {
      attempt += 1;
      status = "reconnecting";
      timer = timers.set(connect, delayBefore(attempt, random));
    }
    tell();
  }

  function drop() {
    if (status !== "connected") return;
    socket?.disconnect();
    lost();
  }

  function listenToPulse() {
    timers.clear(beat);
    beat = timers.set(async () => {
      if (await feels(ANSWER_MS)) listenToPulse();
    }, BEAT_MS);
  }

  /**
   * Whether the other end still answers. If it does not, the socket is given up at once.
   * @param {number} patience
   */
  async function feels(patience) {
    const answer = await ask("ping", {}, { patience });
    if (answer.ok) onBeat(answer);
    else if (answer.error?.code === "OFFLINE") drop();
    return status === "connected";
  }

  /**
   * Sends, and waits for the acknowledgement. Never rejects: no answer is `OFFLINE`. `onAnswer` hears the answer before what follows it,
   * however late it comes.
   * @param {string} name
   * @param {Record<string, unknown>} [payload]
   * @param {{patience?: number, onAnswer?: (answer: Answer) => void}} [options]
   * @returns {Promise<Answer>}
   */
  function ask(name, payload = {}, { patience = ANSWER_MS, onAnswer = () => {} } = {}) {
    return new Promise((resolve) => {
      if (status !== "connected" || socket === null) return resolve(NO_ANSWER);
      const waiting = timers.set(() => resolve(NO_ANSWER), patience);
      socket.emit(name, payload, (/** @type {Answer} */ answer = { ok: true }) => {
        timers.clear(waiting);
        onAnswer(answer);
        resolve(answer);
      });
    });
  }

  return {
    ask,
    get socket() { return socket; },
    get connected() { return status === "connected"; },
    get status() { return status; },

    open() {
      if (status !== "idle" && status !== "halted") return;
      status = "connecting";
      tell();
      connect();
    },

    /** Ten fresh attempts, the first of them now. */
    tryNow() {
      if (status !== "reconnecting" && status !== "failed") return;
      socket?.disconnect(); // an attempt from before the sleep may hang
      attempt = 1;
      status = "reconnecting";
      tell();
      connect();
    },

    /** One attempt more that nobody has to watch. */
    tryOnce() {
      if (status !== "failed") return;
      extra = true;
      connect();
    },

    /** After sleep, a lost network or another page: is anybody there? */
    async probe() {
      if (status === "connected") await feels(PROBE_MS);
      else this.tryNow();
    },

    /** Ends it for good, or until it is opened again. */
    halt() {
      timers.clear(timer);
      timers.clear(beat);
      status = "halted";
      wasConnected = false;
      socket?.disconnect();
      socket = null;
      tell();
    },
  };
}
