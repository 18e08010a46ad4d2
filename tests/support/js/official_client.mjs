// One official Socket.IO client, driven by lines of JSON on standard input; what it hears goes out as lines of JSON.
//
//   {"do": "connect", "version": "4.8", "url": …, "transport": "websocket", "headers": {…}, "auth": {…}}
//   {"do": "ask", "id": 1, "event": …, "payload": …}     → {"answer": 1, "data": …}
//   {"do": "say", "event": …, "payload": …}                ({"bytes": BASE64} in a payload is sent as binary data)
//   {"do": "disconnect"}
//
// Everything else on standard output is {"event": NAME, "data": …}.
import { createInterface } from "node:readline";
import { io as io48 } from "socket.io-client";
import { io as io45 } from "socket.io-client-4.5";

const CLIENTS = { "4.8": io48, "4.5": io45 };

let socket;

const withBytes = (payload) =>
  Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, value?.bytes ? Buffer.from(value.bytes, "base64") : value]));

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const commands = {
  connect({ version, url, transport, headers, auth }) {
    socket = CLIENTS[version](url, { transports: [transport], extraHeaders: headers, auth, reconnection: false, forceNew: true });
    socket.onAny((event, data) => say({ event, data }));
    socket.on("connect", () => say({ event: "connect", data: { transport: socket.io.engine.transport.name } }));
    socket.on("connect_error", (error) => say({ event: "connect_error", data: { message: error.message, data: error.data } }));
    socket.on("disconnect", (reason) => say({ event: "disconnect", data: reason }));
  },
  ask: ({ id, event, payload }) => socket.emit(event, withBytes(payload), (data) => say({ answer: id, data })),
  say: ({ event, payload }) => socket.emit(event, payload),
  disconnect: () => socket.disconnect(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  commands[command.do](command);
}
socket?.disconnect();
setTimeout(() => process.exit(), 100); // a long poll under way would hold us for as long as it lasts
