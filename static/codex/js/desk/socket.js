// The desk's line to the namespace for staff. Told to go, it stays away: the rights behind it are gone.
import { io } from "../../../vendor/socket.io.esm.min.js";
import { $ } from "../lib/dom.js";

/**
 * @param {object} around
 * @param {(ask: (event: string, payload: object) => void) => void} around.onConnect
 * @param {(name: string, data: any) => void} around.onMessage
 */
export function openDesk({ onConnect, onMessage }) {
  const socket = io("/admin", { transports: ["websocket", "polling"], reconnectionDelayMax: 5000 });
  let ended = false;
  socket.on("connect", () => {
    tell("live");
    onConnect((event, payload) => socket.emit(event, payload));
  });
  socket.on("connect_error", (/** @type {any} */ error) => {
    if (error.data?.code === "AUTH_REQUIRED" || error.data?.code === "KICKED") end();
    else tell("reconnecting");
  });
  socket.on("disconnect", (/** @type {string} */ reason) => {
    if (ended) return;
    tell("reconnecting");
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("error", (/** @type {any} */ error) => {
    if (error?.code === "SESSION_EXPIRED") end();
  });
  socket.onAny((/** @type {string} */ name, /** @type {any} */ data) => { if (!ended) onMessage(name, data); });

  function end() {
    ended = true;
    tell("ended");
    socket.disconnect();
  }
}

const SAID = { live: "Live", reconnecting: "Reconnecting…", ended: "You may not watch this any more." };

/** @param {keyof typeof SAID} status */
function tell(status) {
  const place = $("#desk-status");
  if (!place) return;
  place.dataset.status = status;
  place.textContent = SAID[status];
}
