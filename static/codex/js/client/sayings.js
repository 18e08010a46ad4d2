// What a page may say over the socket. Each answers with the acknowledgement; without a socket it is `OFFLINE`.

/**
 * @param {{ask: (name: string, payload?: Record<string, unknown>) => Promise<import("./connection.js").Answer>}} connection
 * @param {() => string} newCommandId
 */
export function createSayings({ ask }, newCommandId) {
  return {
    /** Look: a choice was made over HTTP. */
    emitChoiceSubmitted: () => ask("choice_submitted"),
    /** @param {Record<string, unknown>} [data] */
    emitScenarioGenerated: (data = {}) => ask("scenario_generated", data),
    /** @param {Record<string, unknown>} [data] */
    emitTurnResolved: (data = {}) => ask("turn_resolved", data),
    /** @param {boolean} isTyping */
    emitTyping: (isTyping) => ask("typing", { is_typing: Boolean(isTyping) }),
    /**
     * Talk to the table. Said again with the same id, it is the same message.
     * @param {string} text
     * @param {string} [commandId]
     */
    say: (text, commandId = newCommandId()) => ask("chat_message", { text, cmd_id: commandId }),
    requestPresence: () => ask("request_presence"),
    ping: () => ask("ping"),
  };
}
