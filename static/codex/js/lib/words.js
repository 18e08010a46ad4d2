// Numbers, names and times as the table says them.

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/**
 * `three`; figures from 13 on. Zero is `no`: “no chairs are free”.
 * @param {number} number
 */
export function numberWord(number) {
  return NUMBERS[number] ?? String(number);
}

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * `1 turn`, `3 turns`.
 * @param {number} number
 * @param {string} one
 * @param {string} [many]
 */
export function plural(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Bidi_Control}]/u;

/**
 * What somebody wrote, as it stands in a sentence of ours: words that run from right to left keep their order to themselves.
 * @param {string} words
 */
export function within(words) {
  return RIGHT_TO_LEFT.test(words) ? `\u2068${words}\u2069` : words;
}

/**
 * `Oona, Marek and you`.
 * @param {string[]} names
 */
export function listOf(names) {
  const all = names.map(within);
  if (all.length < 2) return all.join("");
  return `${all.slice(0, -1).join(", ")} and ${all[all.length - 1]}`;
}

/**
 * Names in seat order, with the reader's own as a last `you`.
 * @param {{player_id: string, player_name: string}[]} players
 * @param {string | null} [ownId]
 */
export function namesOf(players, ownId = null) {
  const others = players.filter((player) => player.player_id !== ownId).map((player) => player.player_name);
  return listOf(others.length < players.length ? [...others, "you"] : others);
}

/**
 * The word that stands beside the trust number.
 * @param {number} trust
 */
export function trustBand(trust) {
  if (trust <= 0) return "broken";
  if (trust < 10) return "breaking";
  if (trust < 40) return "fraying";
  return trust < 80 ? "steady" : "sworn";
}

/**
 * A gain or a loss with its sign: `+6`, `−4`, `0`.
 * @param {number} change
 */
export function signed(change) {
  if (change === 0) return "0";
  return change > 0 ? `+${change}` : `\u2212${-change}`;
}

/**
 * A clock in figures: `6:12 left`, `2 h 05 left`, `3 days left`.
 * @param {number} seconds
 */
export function timeLeft(seconds) {
  const whole = Math.ceil(seconds);
  if (whole <= 0) return "Time is up";
  if (whole < 3600) return `${Math.floor(whole / 60)}:${twoFigures(whole % 60)} left`;
  if (whole < 2 * 86400) return `${Math.floor(whole / 3600)} h ${twoFigures(Math.floor((whole % 3600) / 60))} left`;
  return `${plural(Math.floor(whole / 86400), "day")} left`;
}

/**
 * The same as it is said: `6 minutes left`, rounded down to the largest unit.
 * @param {number} seconds
 */
export function timeLeftWords(seconds) {
  const whole = Math.ceil(seconds);
  if (whole <= 0) return "Time is up";
  if (whole < 60) return `${plural(whole, "second")} left`;
  if (whole < 3600) return `${plural(Math.floor(whole / 60), "minute")} left`;
  if (whole < 86400) return `${plural(Math.floor(whole / 3600), "hour")} left`;
  return `${plural(Math.floor(whole / 86400), "day")} left`;
}

/**
 * How long a turn may take: `no clock`, `90 seconds`, `10 minutes`, `1 hour`, `1 day`.
 * @param {number} seconds
 */
export function turnTime(seconds) {
  if (seconds <= 0) return "no clock";
  if (seconds % 86400 === 0) return plural(seconds / 86400, "day");
  if (seconds % 3600 === 0) return plural(seconds / 3600, "hour");
  return seconds % 60 === 0 ? plural(seconds / 60, "minute") : plural(seconds, "second");
}

/**
 * Letters and digits of a table's code, however it was typed, pasted or read out.
 * @param {string} text
 */
export function tableCode(text) {
  const fromLink = /\/(?:join|watch|replay)\/([a-z0-9]{6})\b/i.exec(text);
  return (fromLink ? fromLink[1] : text.replace(/[^a-z0-9]/gi, "")).slice(0, 6).toUpperCase();
}

/** @param {number} number */
function twoFigures(number) {
  return String(number).padStart(2, "0");
}
