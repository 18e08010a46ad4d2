// `window.SocketIOClient`: the module that every page may load. It does nothing before `init`.
import { io } from "../../../vendor/socket.io.esm.min.js";
import { get, newCommandId } from "../lib/api.js";
import { createClient } from "./client.js";

export const SocketIOClient = createClient({
  createSocket: (auth) => io({
    auth,
    autoConnect: false,
    reconnection: false,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
  }),
  // The library goes on to the next transport when one fails, but not when something on the way swallows it.
  anotherWay: (socket) => socket.io.opts.transports.reverse(),
  readState: (query) => get("game_state", query),
  newCommandId,
});

// A phone that wakes up, a network that changes, a page that comes back from the browser's own memory.
const lookUp = () => { if (document.visibilityState === "visible") void SocketIOClient.probe(); };
document.addEventListener("visibilitychange", lookUp);
window.addEventListener("pageshow", (event) => { if (event.persisted) lookUp(); });
window.addEventListener("online", lookUp);
window.addEventListener("offline", () => { if (SocketIOClient.isConnected()) void SocketIOClient.probe(); });

/** @type {any} */ (window).SocketIOClient = SocketIOClient;
