// Generated from games/wire by manage.py generate_wire. Change it there.

/** The class the player chose or was dealt. */
export type CharacterClass = "Fighter" | "Mage" | "Thief" | "Ranger" | "Cleric" | "Bard";
/** What the scene puts to the test. */
export type Theme = "betrayal" | "sacrifice" | "greed" | "loyalty" | "deception" | "vengeance" | "mercy" | "courage";
/** Why the story ended. */
export type EndReason = "trust_broken" | "max_turns" | "ended_by_host" | "ended_by_keeper" | "abandoned";
/** Where the game is: in the lobby, in an open turn, between turns, or over. */
export type Phase = "lobby" | "scenario" | "resolved" | "finished";
/** An entry of the history: a fact's name and its payload. */
export type LoggedEvent =
  | {
      event: "player_joined";
      data: PlayerJoined;
    }
  | {
      event: "player_left";
      data: PlayerLeft;
    }
  | {
      event: "player_kicked";
      data: PlayerKicked;
    }
  | {
      event: "host_changed";
      data: HostChanged;
    }
  | {
      event: "class_chosen";
      data: ClassChosen;
    }
  | {
      event: "game_started";
      data: GameStarted;
    }
  | {
      event: "new_scenario";
      data: NewScenario;
    }
  | {
      event: "whisper_shared";
      data: WhisperShared;
    }
  | {
      event: "player_chose";
      data: PlayerChose;
    }
  | {
      event: "turn_resolution";
      data: TurnResolution;
    }
  | {
      event: "game_over";
      data: GameOver;
    }
  | {
      event: "chat_message";
      data: ChatMessage;
    }
  | {
      event: "deadline_changed";
      data: DeadlineChanged;
    }
  | {
      event: "announcement";
      data: Announcement;
    };
/** Why something was refused. */
export type ErrorCode =
  | "AUTH_REQUIRED"
  | "SESSION_EXPIRED"
  | "NO_GAME"
  | "INVALID_GAME"
  | "NOT_IN_GAME"
  | "NOT_HOST"
  | "KICKED"
  | "SPECTATOR_READ_ONLY"
  | "CSRF_FAILED"
  | "GAME_FULL"
  | "NAME_TAKEN"
  | "GAME_ALREADY_STARTED"
  | "GAME_NOT_STARTED"
  | "GAME_FINISHED"
  | "NO_SCENARIO"
  | "TURN_OPEN"
  | "TURN_RESOLVED"
  | "STALE_TURN"
  | "ALREADY_CHOSEN"
  | "ALREADY_SHARED"
  | "CHOICES_PENDING"
  | "GENERATION_IN_PROGRESS"
  | "GENERATION_FAILED"
  | "VALIDATION_ERROR"
  | "MISSING_FIELD"
  | "METHOD_NOT_ALLOWED"
  | "PAYLOAD_TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "IDEMPOTENCY_MISMATCH"
  | "RATE_LIMITED"
  | "TOO_MANY_CONNECTIONS"
  | "INTERNAL_ERROR"
  | "SERVICE_UNAVAILABLE"
  | "UNKNOWN_EVENT"
  | "BAD_FRAME"
  | "SLOW_CONSUMER";
/** The answer to every event that was sent with an acknowledgement. */
export type Acknowledgement =
  | {
      ok: true;
      [k: string]: unknown;
    }
  | {
      ok: false;
      error: Refusal;
    };

/** Everything that goes over the socket, by direction and event. */
export interface Wire {
  requests: Requests;
  facts: Facts;
  signals: Signals;
}
/** What a client may ask, by event. */
export interface Requests {
  join_game_room: JoinGameRoom;
  leave_game_room: LeaveGameRoom;
  reconnect: Reconnect;
  choice_submitted: ChoiceSubmitted;
  scenario_generated: ScenarioGenerated;
  turn_resolved: TurnResolved;
  request_presence: RequestPresence;
  ping: Ping;
  typing: Typing;
  chat_message: SendChat;
  share_whisper: ShareWhisper;
}
/** Enter the room of a game one has a seat in, or may watch. With `last_seq` also catches up. */
export interface JoinGameRoom {
  /** Makes a repeated command have one effect. */
  cmd_id?: string | null;
  /** The table's code, in any case. */
  game_code: string;
  /** The last `seq` the client has; what came after it is told. */
  last_seq?: number | null;
}
/** Leave the room. The seat stays. */
export interface LeaveGameRoom {
  /** Makes a repeated command have one effect. */
  cmd_id?: string | null;
}
/** Come back: enter the room and catch up. A `player_id` is accepted and ignored: the session says who one is. */
export interface Reconnect {
  /** Makes a repeated command have one effect. */
  cmd_id?: string | null;
  /** The table's code, in any case. */
  game_code: string;
  /** The last `seq` the client has; what came after it is told. */
  last_seq?: number | null;
}
/** With `choice`: choose (an option's id, or own words). Without: look, a choice was stored over HTTP. */
export interface ChoiceSubmitted {
  /** Makes a repeated command have one effect. */
  cmd_id?: string | null;
  /** An option's id, or own words of 1–1000 characters. */
  choice?: string | null;
  /** Guards against a stale page: another turn is refused. */
  turn_number?: number | null;
}
/** Look: a scene was generated over HTTP. Whatever the payload claims is ignored. */
export interface ScenarioGenerated {
  /** Makes a repeated command have one effect. */
  cmd_id?: string | null;
}
/** Look: a turn was resolved over HTTP. Whatever the payload claims is ignored. */
export interface TurnResolved {
  /** Makes a repeated command have one effect. */
  cmd_id?: string | null;
}
/** Ask who is online. */
export interface RequestPresence {
  /** Makes a repeated command have one effect. */
  cmd_id?: string | null;
}
/** Ask whether the server is there, and which `seq` the game has. */
export interface Ping {
  /** Makes a repeated command have one effect. */
  cmd_id?: string | null;
}
/** Say that one is writing, or no longer. */
export interface Typing {
  /** Makes a repeated command have one effect. */
  cmd_id?: string | null;
  /** True while writing, false when done. */
  is_typing: boolean;
}
/** Say something to the table. */
export interface SendChat {
  /** Makes a repeated command have one effect. */
  cmd_id?: string | null;
  /** 1–500 characters */
  text: string;
}
/** Read one's own whisper aloud, word for word; once a turn. */
export interface ShareWhisper {
  /** Makes a repeated command have one effect. */
  cmd_id?: string | null;
}
/** What is logged and told to the room, by event. */
export interface Facts {
  player_joined: PlayerJoined;
  player_left: PlayerLeft;
  player_kicked: PlayerKicked;
  host_changed: HostChanged;
  class_chosen: ClassChosen;
  game_started: GameStarted;
  new_scenario: NewScenario;
  whisper_shared: WhisperShared;
  player_chose: PlayerChose;
  turn_resolution: TurnResolution;
  game_over: GameOver;
  chat_message: ChatMessage;
  deadline_changed: DeadlineChanged;
  announcement: Announcement;
}
/** Somebody sat down. Told once for each seat taken, and again to the caller of `join_game_room`. */
export interface PlayerJoined {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** How many are seated now. */
  player_count: number;
  /** Which chair; decides the mark beside the name. */
  seat: number;
  /** Whether the seat is played by the house. */
  is_bot: boolean;
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** Somebody stood up. They are no longer waited for. */
export interface PlayerLeft {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** How many are seated now. */
  player_count: number;
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** The host, or a keeper, took somebody's chair away. They may not come back. */
export interface PlayerKicked {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** How many are seated now. */
  player_count: number;
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** Somebody else hosts the table now. */
export interface HostChanged {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** Somebody chose a class, or another one. */
export interface ClassChosen {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  class: CharacterClass;
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** The story begins. Everybody has a class now; no more seats are taken. */
export interface GameStarted {
  /** Who is seated, in the order of seats. */
  players: SeatedPlayer[];
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** A player as `game_started` names them. */
export interface SeatedPlayer {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  class: CharacterClass;
}
/** A turn opens. Each player's whisper is told to them alone. */
export interface NewScenario {
  /** Which scene. */
  scenario_id: string;
  theme: Theme;
  /** Which turn; 0 before the first. */
  turn_number: number;
  /** When those who have not chosen hesitate; null where no time runs. */
  deadline: string | null;
  /** One sentence for a person. */
  message: string;
  /** What the scene is called. */
  title: string;
  /** Paragraphs parted by a blank line. */
  public_scene: string;
  /** What a player may choose, besides own words. */
  options: OptionState[];
  /** Players who have not chosen. */
  waiting_for: string[];
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** One thing a player may choose. */
export interface OptionState {
  /** What a choice names the option by. */
  id: string;
  /** What the player would do. */
  text: string;
}
/** Somebody read their own whisper aloud, word for word. */
export interface WhisperShared {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** The secret side of the scene. */
  whisper: string;
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** Somebody has chosen; what, nobody else learns before the turn is resolved. */
export interface PlayerChose {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** How many have chosen. */
  choices_submitted: number;
  /** How many are seated or have chosen. */
  total_players: number;
  /** Whether nobody is waited for any more. */
  all_submitted: boolean;
  /** Players who have not chosen. */
  waiting_for: string[];
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** The slips are turned over: what everybody chose, what came of it, how trust moved and why. */
export interface TurnResolution {
  /** Which turn; 0 before the first. */
  turn_number: number;
  /** By how much trust moved this turn. */
  trust_change: number;
  /** The party's trust, 0–100. */
  trust: number;
  /** Paragraphs parted by a blank line. */
  outcome: string;
  /** What everybody did, in the order of seats. */
  choices: RevealedChoice[];
  /** Why trust moved, line by line. */
  reasons: TrustReason[];
  /** The account of trust in one sentence. */
  message: string;
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** What one player did, once the turn is resolved. `choice` is null for own words and for hesitation. */
export interface RevealedChoice {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** An option's id. */
  choice: string | null;
  /** The option's text, or the own words; empty after hesitating. */
  text: string;
  /** Whether the player let the moment pass. */
  hesitated: boolean;
}
/** One line of the account of trust: "Ines and Marek, two camps", 0. */
export interface TrustReason {
  /** Why. */
  text: string;
  /** By how much trust moved for this reason. */
  change: number;
}
/** The story is over. */
export interface GameOver {
  reason: EndReason;
  /** The party's trust, 0–100. */
  trust: number;
  /** Paragraphs parted by a blank line. */
  epilogue: string;
  /** What the end is called. */
  title: string;
  /** What became of each player. */
  endings: PlayerEnding[];
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
export interface PlayerEnding {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** What it says. */
  text: string;
}
/** Somebody said something to the table. */
export interface ChatMessage {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** What it says. */
  text: string;
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** The open turn has more time, less time, or none running (null while paused). */
export interface DeadlineChanged {
  /** Which turn; 0 before the first. */
  turn_number: number;
  /** When those who have not chosen hesitate; null where no time runs. */
  deadline: string | null;
  /** Who did it: the host of the table, or a keeper (staff). */
  by: "host" | "keeper";
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** Staff speaks to the table, or says what it did. */
export interface Announcement {
  /** What staff says. */
  text: string;
  /** Who did it: the host of the table, or a keeper (staff). */
  by: "keeper";
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** What is told in passing, by event. */
export interface Signals {
  whisper: WhisperTold;
  player_connected: PlayerConnected;
  player_reconnected: PlayerReconnected;
  player_disconnected: PlayerDisconnected;
  presence_update: PresenceUpdate;
  player_typing: PlayerTyping;
  reconnect_sync: ReconnectSync;
  pong: Pong;
  error: ErrorTold;
}
/** A player's own secret side of the scene. `seq` is that of its `new_scenario`. */
export interface WhisperTold {
  /** Which scene. */
  scenario_id: string;
  /** Which turn; 0 before the first. */
  turn_number: number;
  /** The secret side of the scene. */
  whisper: string;
  /** The number of the `new_scenario` it belongs to. */
  seq: number;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** Somebody came online for the first time in this game. */
export interface PlayerConnected {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** Somebody who was online before came back. */
export interface PlayerReconnected {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** Somebody's last connection is gone, and the grace is over. */
export interface PlayerDisconnected {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
}
/** Who is online. Also answers `request_presence`, then to the caller only. */
export interface PresenceUpdate {
  /** The players who are online. */
  online_players: string[];
  /** How many are seated or have chosen. */
  total_players: number;
  /** Who is seated, in the order of seats. */
  players: PlayerPresence[];
  /** How many people watch. */
  spectators: number;
  /** The game's current number, so that somebody who missed the last fact notices. */
  seq: number;
}
export interface PlayerPresence {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** Whether the player has a page open. */
  online: boolean;
}
/** Somebody is writing, or stopped. Ends by itself after five seconds. */
export interface PlayerTyping {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** True while writing, false when done. */
  is_typing: boolean;
}
/** Everything the caller may see, with the events they missed, in order. */
export interface ReconnectSync {
  /** The table's code, in any case. */
  game_code: string;
  phase: Phase;
  /** The number of the fact told last: the state is as of there. */
  seq: number;
  /** Who is seated, in the order of seats. */
  players: PlayerState[];
  /** The player who hosts the table. */
  host_id: string | null;
  /** Whether the story has begun. */
  game_started: boolean;
  /** Whether there is a scene. */
  has_scenario: boolean;
  /** The current turn's scene; null before the first. */
  scenario: ScenarioState | null;
  /** Of the turn resolved last. */
  resolution: Resolution | null;
  /** How the story ended; null before it has. */
  ending: Ending | null;
  /** The party's trust, 0–100. */
  trust: number;
  /** Which turn; 0 before the first. */
  turn_number: number;
  /** After how many turns the story ends. */
  max_turns: number;
  /** How many chairs there are. */
  max_players: number;
  /** How long a turn may take; 0 means no deadline. */
  turn_seconds: number;
  /** Whether a turn resolves by itself once all have chosen. */
  auto_resolve: boolean;
  /** Whether somebody without a chair may watch. */
  allow_spectators: boolean;
  /** Whether the table is listed for strangers. */
  is_public: boolean;
  /** When those who have not chosen hesitate; null where no time runs. */
  deadline: string | null;
  /** Whether the viewer has a chair or watches. */
  role: "player" | "spectator";
  /** Null for a spectator. */
  you: You | null;
  /** What the caller missed, in order. */
  events: LoggedEvent[];
  /** ISO 8601, UTC, ending in Z */
  server_time: string;
}
/** Somebody seated at the table. */
export interface PlayerState {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** The class the player chose or was dealt. */
  class: CharacterClass | null;
  /** Whether the player has a page open. */
  online: boolean;
  /** Which chair; decides the mark beside the name. */
  seat: number;
  /** Whether the seat is played by the house. */
  is_bot: boolean;
}
/** The current turn as everybody may see it. */
export interface ScenarioState {
  /** Which scene. */
  scenario_id: string;
  theme: Theme;
  /** What the scene is called. */
  title: string;
  /** Which turn; 0 before the first. */
  turn_number: number;
  /** Paragraphs parted by a blank line. */
  public_scene: string;
  /** What a player may choose, besides own words. */
  options: OptionState[];
  /** When those who have not chosen hesitate; null where no time runs. */
  deadline: string | null;
  /** Whether the slips are turned over. */
  resolved: boolean;
  /** How many have chosen. */
  choices_submitted: number;
  /** How many are seated or have chosen. */
  total_players: number;
  /** Players who have not chosen. */
  waiting_for: string[];
  /** Players who have read their whisper aloud this turn. */
  shared: string[];
}
/** What came of a turn. */
export interface Resolution {
  /** Which turn; 0 before the first. */
  turn_number: number;
  /** Paragraphs parted by a blank line. */
  outcome: string;
  /** What everybody did, in the order of seats. */
  choices: RevealedChoice[];
  /** By how much trust moved this turn. */
  trust_change: number;
  /** The party's trust, 0–100. */
  trust: number;
  /** Why trust moved, line by line. */
  reasons: TrustReason[];
}
/** How the story ended. */
export interface Ending {
  reason: EndReason;
  /** The party's trust, 0–100. */
  trust: number;
  /** What the end is called. */
  title: string;
  /** Paragraphs parted by a blank line. */
  epilogue: string;
  /** What became of each player. */
  endings: PlayerEnding[];
}
/** What the viewer alone may see. */
export interface You {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The class the player chose or was dealt. */
  class: CharacterClass | null;
  /** The secret side of the scene. */
  whisper: string | null;
  /** Whether the whisper was read aloud. */
  shared: boolean;
  /** The option's id, or the own words; null before choosing and after hesitating. */
  choice: string | null;
  /** Whether the viewer hosts the table. */
  is_host: boolean;
}
/** The answer to `ping`. `seq` is null while the caller is in no room. */
export interface Pong {
  /** ISO 8601, UTC, ending in Z */
  timestamp: string;
  /** The game's current number, so that somebody who missed the last fact notices; null outside a room. */
  seq: number | null;
}
/** A refusal, for clients that ask without an acknowledgement. May carry further fields (`waiting_for`, `retry_after`). */
export interface ErrorTold {
  code: ErrorCode;
  /** One sentence for a person. */
  message: string;
  [k: string]: unknown;
}
/** Why not. May carry further fields: `waiting_for`, `retry_after`, `request_id`, `field`. */
export interface Refusal {
  code: ErrorCode;
  /** One sentence for a person. */
  message: string;
  [k: string]: unknown;
}
export interface BotSeated {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** How many are seated now. */
  player_count: number;
}
export interface ClassTaken {
  class: CharacterClass;
}
/** Nothing to add. */
export interface Done {}
/** Everything that one viewer may see, and the events they missed. */
export interface GameState {
  /** The table's code, in any case. */
  game_code: string;
  phase: Phase;
  /** The number of the fact told last: the state is as of there. */
  seq: number;
  /** Who is seated, in the order of seats. */
  players: PlayerState[];
  /** The player who hosts the table. */
  host_id: string | null;
  /** Whether the story has begun. */
  game_started: boolean;
  /** Whether there is a scene. */
  has_scenario: boolean;
  /** The current turn's scene; null before the first. */
  scenario: ScenarioState | null;
  /** Of the turn resolved last. */
  resolution: Resolution | null;
  /** How the story ended; null before it has. */
  ending: Ending | null;
  /** The party's trust, 0–100. */
  trust: number;
  /** Which turn; 0 before the first. */
  turn_number: number;
  /** After how many turns the story ends. */
  max_turns: number;
  /** How many chairs there are. */
  max_players: number;
  /** How long a turn may take; 0 means no deadline. */
  turn_seconds: number;
  /** Whether a turn resolves by itself once all have chosen. */
  auto_resolve: boolean;
  /** Whether somebody without a chair may watch. */
  allow_spectators: boolean;
  /** Whether the table is listed for strangers. */
  is_public: boolean;
  /** When those who have not chosen hesitate; null where no time runs. */
  deadline: string | null;
  /** Whether the viewer has a chair or watches. */
  role: "player" | "spectator";
  /** Null for a spectator. */
  you: You | null;
  /** What the caller missed, in order. */
  events: LoggedEvent[];
  /** ISO 8601, UTC, ending in Z */
  server_time: string;
}
export interface Joined {
  /** The table's code, in any case. */
  game_code: string;
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** Who is seated, in the order of seats. */
  players: TablePlayer[];
  /** How many are seated now. */
  player_count: number;
}
export interface TablePlayer {
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
  /** The class the player chose or was dealt. */
  class: CharacterClass | null;
}
export interface MessageSaid {
  /** The number of the fact in the game's history: 1, 2, 3, … without gaps. */
  seq: number;
}
export interface NameTaken {
  /** The name taken. */
  username: string;
}
export interface PhaseReached {
  phase: Phase;
}
/** How far the open turn is. */
export interface Progress {
  /** How many have chosen. */
  choices_submitted: number;
  /** How many are seated or have chosen. */
  total_players: number;
  /** Whether nobody is waited for any more. */
  all_submitted: boolean;
  /** Players who have not chosen. */
  waiting_for: string[];
}
/** What came of the turn, and the phase the game is in now. */
export interface Resolved {
  /** Which turn; 0 before the first. */
  turn_number: number;
  /** Paragraphs parted by a blank line. */
  outcome: string;
  /** What everybody did, in the order of seats. */
  choices: RevealedChoice[];
  /** By how much trust moved this turn. */
  trust_change: number;
  /** The party's trust, 0–100. */
  trust: number;
  /** Why trust moved, line by line. */
  reasons: TrustReason[];
  phase: Phase;
}
export interface ScenarioOpened {
  /** Which scene. */
  scenario_id: string;
  theme: Theme;
  /** What the scene is called. */
  title: string;
  /** Which turn; 0 before the first. */
  turn_number: number;
  /** Paragraphs parted by a blank line. */
  public_scene: string;
  /** What a player may choose, besides own words. */
  options: OptionState[];
}
/** The caller's seat. */
export interface Seated {
  /** The table's code, in any case. */
  game_code: string;
  /** Whom it is about. Known to everybody, proves nothing. */
  player_id: string;
  /** The name they go by at this table. */
  player_name: string;
}
/** `whisper` is null for a spectator. */
export interface WhisperHeard {
  /** Which scene. */
  scenario_id: string;
  /** The secret side of the scene. */
  whisper: string | null;
  /** Whether the whisper was read aloud. */
  shared: boolean;
}
