// Socket.IO on Node, keeping everything in memory: node node_server.mjs PORT
import { createServer } from "node:http";
import { Server } from "socket.io";

const MS_OF_WRITING = 5000;

class Room {
  constructor(code) {
    this.code = code;
    this.names = new Map();
    this.choices = new Map();
    this.seq = 0;
  }

  /** Keeps a choice. After everybody's the next turn begins by itself. */
  choose(id, choice) {
    if (this.choices.size === this.names.size) this.choices.clear();
    this.choices.set(id, choice);
  }

  /** What everybody is told of a choice. */
  told(id) {
    const waiting = [...this.names.keys()].filter((each) => !this.choices.has(each));
    return {
      player_id: id,
      player_name: this.names.get(id),
      choices_submitted: this.choices.size,
      total_players: this.names.size,
      all_submitted: waiting.length === 0,
      waiting_for: waiting,
      seq: ++this.seq,
      timestamp: new Date().toISOString(),
    };
  }

  state() {
    const players = [...this.names].map(([player_id, player_name]) => ({ player_id, player_name, online: true }));
    return { game_code: this.code, players, seq: this.seq };
  }
}

const rooms = new Map();

function roomOf(code) {
  if (!rooms.has(code)) rooms.set(code, new Room(code));
  return rooms.get(code);
}

const http = createServer();
const server = new Server(http, { cors: { origin: "*" } });

server.on("connection", (socket) => {
  const { game_code: code, player_id: id, player_name: name } = socket.handshake.auth;
  if (!code) return;
  const room = roomOf(code);
  const tell = (is_typing) => socket.to(code).emit("player_typing", { player_id: id, player_name: name, is_typing });
  let writing = null;
  room.names.set(id, name);
  socket.join(code);
  socket.emit("reconnect_sync", room.state());

  socket.on("typing", ({ is_typing: is }) => {
    clearTimeout(writing);
    writing = is ? setTimeout(tell, MS_OF_WRITING, false) : null;
    tell(is);
  });

  socket.on("choice_submitted", (data, answer) => {
    room.choose(id, data.choice);
    const told = room.told(id);
    server.to(code).emit("player_chose", told);
    answer?.({ ok: true, ...told });
  });
});

http.listen(Number(process.argv[2]), "127.0.0.1");
