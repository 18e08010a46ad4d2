// The module itself is served from node_modules; see NPM_FILES in the settings.
export { io } from "socket.io-client";
