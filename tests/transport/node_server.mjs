// Node's own Socket.IO server, doing what the Server of conftest.py does: node node_server.mjs, prints its port.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const server = new Server(http, {
  pingInterval: 25000,
  pingTimeout: 20000,
  maxHttpBufferSize: 100_000,
  perMessageDeflate: false,
  cors: { origin: ["http://codex.example"] },
  allowRequest: (request, answer) => answer(null, [undefined, "http://codex.example"].includes(request.headers.origin)),
});

server.on("connection", (socket) => {
  socket.onAny((name, ...given) => {
    const answer = typeof given.at(-1) === "function" ? given.pop() : () => {};
    if (name === "tell me") for (let number = 0; number < 3; number += 1) socket.emit("n", number);
    if (name === "end me") socket.disconnect(true);
    if (name === "end me here") socket.disconnect();
    answer(given);
  });
});

http.listen(0, "127.0.0.1", () => process.stdout.write(`${http.address().port}\n`));
