// What one can do at the table. Everything goes over HTTP; the story comes back as events.
import { ApiError, isRefusal, newCommandId, post } from "../lib/api.js";
import { explainBriefly } from "../lib/errors.js";
import { clearNotices, notify } from "../lib/notices.js";

/**
 * @param {import("./store.js").Store} store
 * @param {any} client
 * @param {string} code
 */
export function createActions(store, client, code) {
  /**
   * Does something once at a time, and tells what was refused. Whether it was done.
   * @param {string} name
   * @param {() => Promise<unknown>} step
   * @param {(error: ApiError) => boolean} [told] whether the place that asked has told of the refusal itself
   */
  async function once(name, step, told = () => false) {
    if (store.known.busy[name]) return false;
    store.set({ busy: { ...store.known.busy, [name]: true } });
    try {
      await step();
      clearNotices(".is-until-back");
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!told(error)) notify(explainBriefly(error, { gameCode: code }), "bad", { untilBack: isRefusal(error, "OFFLINE") });
      void client.refresh();
      return false;
    } finally {
      store.set({ busy: { ...store.known.busy, [name]: false } });
    }
  }

  /**
   * @param {string} path
   * @param {Record<string, unknown>} [body]
   */
  const at = (path, body = {}) => post(path, { game_code: code, ...body });

  return {
    once,
    chooseClass: (/** @type {string} */ name) => once("class", () => at("choose_class", { class: name })),
    seatBot: () => once("bot", () => at("add_bot")),
    makeHost: (/** @type {string} */ id) => once("seat", () => at("transfer_host", { player_id: id })),
    remove: (/** @type {string} */ id) => once("seat", () => at("kick_player", { player_id: id })),
    leave: () => once("leave", () => at("leave_game")),
    nextScene: () => once("next", () => at("generate_scenario"), (error) => isRefusal(error, "TURN_OPEN")),

    /** Starting and the first scene are one step; if the second fails, its own button stands there. */
    begin: () => once("begin", async () => {
      await at("start_game");
      await at("generate_scenario");
    }),

    /** @param {boolean} force */
    reveal: (force) => once("reveal", () => at("resolve_turn", { force }), (error) => isRefusal(error, "TURN_RESOLVED")),
    readAloud: () => once("aloud", () => at("share_whisper"), (error) => isRefusal(error, "ALREADY_SHARED")),

    /**
     * @param {string} choice
     * @param {(error: ApiError) => boolean} [told]
     */
    choose: (choice, told) => once("choose", async () => {
      const turn = store.known.state?.turn_number;
      await at("make_choice", { choice, turn_number: turn });
      store.set({ sealed: choice });
      void client.refresh();
    }, (error) => isRefusal(error, "ALREADY_CHOSEN") || Boolean(told?.(error))),

    /**
     * Over the socket, and without one over HTTP: the same words with the same id are the same message.
     * @param {string} text
     * @param {string} commandId
     * @returns {Promise<ApiError | {code: string} | null>} why not, or null
     */
    async say(text, commandId) {
      const answer = await client.say(text, commandId);
      if (answer.ok) return null;
      if (answer.error.code !== "OFFLINE") return answer.error;
      try {
        await at("chat_message", { text, cmd_id: commandId });
        void client.refresh();
        return null;
      } catch (error) {
        if (error instanceof ApiError) return error;
        throw error;
      }
    },

    /** The same terms, and word of it for those who still sit here. */
    anotherTable() { return once("another", async () => {
      const { max_players, turn_seconds, max_turns, auto_resolve, allow_spectators, is_public } = /** @type {any} */ (store.known.state);
      const laid = await post("create_game", { max_players, turn_seconds, max_turns, auto_resolve, allow_spectators, is_public });
      await this.say(`Another table, same party: ${location.origin}/join/${laid.game_code}`, newCommandId());
      location.assign(`/game?code=${encodeURIComponent(laid.game_code)}`);
    }); },
  };
}
