// Every refusal of the catalogue, told in the table's words: what happened, what is safe, one way on.
import { ApiError } from "./api.js";

/**
 * One way on. With `href` it is a link (`{code}` stands for the table's code), with `act` the page does it.
 * @typedef {{label: string, href?: string, act?: "retry" | "reload" | "dismiss"}} Way
 * @typedef {{title: string, text: string, ways: Way[]}} Telling
 */

/** @type {Record<string, Way>} */
const WAY = {
  front: { label: "To the front page", href: "/" },
  table: { label: "To the table", href: "/game?code={code}" },
  watch: { label: "Watch this table", href: "/watch/{code}" },
  replay: { label: "Read the story", href: "/replay/{code}" },
  others: { label: "See open tables", href: "/lobby" },
  signIn: { label: "Sign in", href: "/accounts/login/" },
  retry: { label: "Try again", act: "retry" },
  reload: { label: "Load the page again", act: "reload" },
  read: { label: "Keep reading", act: "dismiss" },
};

const NO_WATCHERS = "Those who sit here play among themselves. There are other tables.";

/**
 * @param {string} title
 * @param {string} text
 * @param {...Way} ways
 * @returns {Telling}
 */
const tell = (title, text, ...ways) => ({ title, text, ways });

/** @type {Record<string, Telling>} */
export const TELLINGS = {
  AUTH_REQUIRED: tell("The table does not know your name yet.", "Take a name first; it needs no account.", WAY.front, WAY.signIn),
  SESSION_EXPIRED: tell("We no longer know who you are.",
    "Take your name again. If you had an account, your chair is still yours.", WAY.front, WAY.signIn),
  NO_GAME: tell("You sit at no table.", "Start one, or join with a code from a friend.", WAY.front, WAY.others),
  INVALID_GAME: tell("There is no such table.",
    "A code has six letters and digits. Perhaps one was misheard.", { label: "Try another code", href: "/#join-code-input" }, WAY.others),
  NOT_IN_GAME: tell("You have no chair at this table.", "Only those who sit here may do this.", WAY.watch, WAY.front),
  NOT_HOST: tell("Only the host may do this.", "Nothing has changed. The host can hand the table on to you.", WAY.read),
  KICKED: tell("The host has taken your chair away.",
    "What you chose stays in the story. You cannot sit down at this table again.", WAY.front),
  SPECTATOR_READ_ONLY: tell("You are watching.", "You see what everybody sees. Only those who sit here may choose and speak.", WAY.read),
  CSRF_FAILED: tell("This page is too old to be trusted.", "Nothing has changed. Load it again and do the same once more.", WAY.reload),
  GAME_FULL: tell("Every chair at this table is taken.",
    "You can still watch: you see what everybody sees, and no whispers.", WAY.watch, { label: "Start your own", href: "/" }),
  NAME_TAKEN: tell("Somebody at this table has that name.", "Take another; nothing else is lost.", WAY.retry),
  GAME_ALREADY_STARTED: tell("The story has begun.", "Nobody can sit down any more, but you may watch.", WAY.watch, WAY.others),
  GAME_NOT_STARTED: tell("The story has not begun.", "The host begins it.", WAY.table),
  GAME_FINISHED: tell("This story is over.", "It can still be read, turn by turn.", WAY.replay, WAY.front),
  NO_SCENARIO: tell("No scene is open.", "The host opens the next one.", WAY.read),
  TURN_OPEN: tell("A scene is still open.", "Reveal its choices first; then the next one can come.", WAY.read),
  TURN_RESOLVED: tell("This turn is revealed.", "Your words were not counted. They stay here to copy.", WAY.read),
  STALE_TURN: tell("The story has moved on.", "Your words were meant for an earlier turn and were not counted.", WAY.reload),
  ALREADY_CHOSEN: tell("You have chosen.", "Your choice lies face down and cannot be taken back.", WAY.read),
  ALREADY_SHARED: tell("You have read this whisper aloud.", "Everybody at the table has it, word for word.", WAY.read),
  CHOICES_PENDING: tell("Not everybody has chosen.", "Wait for them, or reveal without them.", WAY.read),
  GENERATION_IN_PROGRESS: tell("The next scene is being written.", "It opens by itself in a moment.", WAY.read),
  GENERATION_FAILED: tell("The next scene did not come.", "Nothing is lost and nobody has lost a turn.",
    { label: "Ask again", act: "retry" }),
  VALIDATION_ERROR: tell("That cannot be taken as it stands.", "Look at what you wrote and try once more.", WAY.retry),
  MISSING_FIELD: tell("Something is missing.", "Fill in what is empty and try once more.", WAY.retry),
  METHOD_NOT_ALLOWED: tell("This page asked in the wrong way.", "Nothing has changed. Load the page again.", WAY.reload),
  PAYLOAD_TOO_LARGE: tell("That is more than the table takes at once.", "Say it in fewer words. What you wrote is still here.", WAY.read),
  UNSUPPORTED_MEDIA_TYPE: tell("This page asked in the wrong way.", "Nothing has changed. Load the page again.", WAY.reload),
  IDEMPOTENCY_MISMATCH: tell("That came twice, with different words.", "The first was taken. Load the page to see it.", WAY.reload),
  RATE_LIMITED: tell("You are faster than the table.", "Wait a moment, then go on. Nothing is lost.", WAY.retry),
  TOO_MANY_CONNECTIONS: tell("This table is open in too many places.", "Close it in another window, then load this one again.", WAY.reload),
  INTERNAL_ERROR: tell("Something broke on our side.", "Nothing you did is lost.", WAY.retry, WAY.front),
  SERVICE_UNAVAILABLE: tell("Not now.", "Nothing has changed. Try again in a moment.", WAY.retry),
  UNKNOWN_EVENT: tell("This page asked for something the table does not know.", "Load it again; it may be too old.", WAY.reload),
  BAD_FRAME: tell("The table could not read that.", "Nothing has changed. Load the page again.", WAY.reload),
  SLOW_CONSUMER: tell("The table spoke faster than your connection.", "You will be told what you missed.", WAY.reload),
  OFFLINE: tell("No answer came.", "Your connection may be gone. What you wrote is still here.", WAY.retry, WAY.read),
};

/**
 * What to tell somebody about an error.
 * @param {unknown} error
 * @param {{gameCode?: string | null, mayWatch?: boolean}} [context] which table, and whether it lets others watch
 * @returns {Telling}
 */
export function explain(error, { gameCode = null, mayWatch = true } = {}) {
  const code = error instanceof ApiError ? error.code : /** @type {{code?: string}} */ (error)?.code ?? "INTERNAL_ERROR";
  const telling = TELLINGS[code] ?? TELLINGS.INTERNAL_ERROR;
  const body = error instanceof ApiError ? error.body : /** @type {Record<string, any>} */ (error) ?? {};
  const watching = telling.ways.includes(WAY.watch);
  return {
    title: code === "INVALID_GAME" && gameCode ? `There is no table ${gameCode}.` : telling.title,
    text: watching && !mayWatch ? NO_WATCHERS : `${telling.text}${addition(code, body)}`,
    ways: telling.ways.filter((way) => mayWatch || way !== WAY.watch).flatMap((way) => withCode(way, gameCode)),
  };
}

/**
 * The same in one line, for a note or beside a field.
 * @param {unknown} error
 * @param {{gameCode?: string | null, mayWatch?: boolean}} [context]
 */
export function explainBriefly(error, context) {
  const { title, text } = explain(error, context);
  return `${title} ${text}`;
}

/**
 * @param {string} code
 * @param {Record<string, any>} body
 */
function addition(code, body) {
  if (code === "RATE_LIMITED" && body.retry_after > 0) return ` Again in ${Math.ceil(body.retry_after)} s.`;
  if (code === "INTERNAL_ERROR" && body.request_id) return ` If you tell us, say: request ${body.request_id}.`;
  return "";
}

/**
 * A way that needs a table's code is no way without one.
 * @param {Way} way
 * @param {string | null} gameCode
 * @returns {Way[]}
 */
function withCode(way, gameCode) {
  if (!way.href?.includes("{code}")) return [way];
  return gameCode ? [{ ...way, href: way.href.replace("{code}", encodeURIComponent(gameCode)) }] : [];
}
