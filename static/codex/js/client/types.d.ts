// The shapes that travel, as games/wire declares them.

export type Phase = "lobby" | "scenario" | "resolved" | "finished";

export interface PlayerState {
  player_id: string;
  player_name: string;
  class: string | null;
  online: boolean;
  seat: number;
  is_bot: boolean;
}

export interface OptionState {
  id: string;
  text: string;
}

export interface ScenarioState {
  scenario_id: string;
  theme: string;
  title: string;
  turn_number: number;
  public_scene: string;
  options: OptionState[];
  deadline: string | null;
  resolved: boolean;
  choices_submitted: number;
  total_players: number;
  waiting_for: string[];
  shared: string[];
}

export interface RevealedChoice {
  player_id: string;
  player_name: string;
  choice: string | null;
  text: string;
  hesitated: boolean;
}

export interface Resolution {
  turn_number: number;
  outcome: string;
  choices: RevealedChoice[];
  trust_change: number;
  trust: number;
  reasons: { text: string; change: number }[];
}

export interface Ending {
  reason: string;
  trust: number;
  title: string;
  epilogue: string;
  endings: { player_id: string; player_name: string; text: string }[];
}

export interface You {
  player_id: string;
  class: string | null;
  whisper: string | null;
  shared: boolean;
  choice: string | null;
  is_host: boolean;
}

export interface LoggedEvent {
  event: string;
  data: Record<string, any> & { seq: number; timestamp: string };
}

export interface GameState {
  game_code: string;
  phase: Phase;
  seq: number;
  players: PlayerState[];
  host_id: string | null;
  game_started: boolean;
  has_scenario: boolean;
  scenario: ScenarioState | null;
  resolution: Resolution | null;
  ending: Ending | null;
  trust: number;
  turn_number: number;
  max_turns: number;
  max_players: number;
  turn_seconds: number;
  auto_resolve: boolean;
  allow_spectators: boolean;
  is_public: boolean;
  deadline: string | null;
  role: "player" | "spectator";
  you: You | null;
  events: LoggedEvent[];
  server_time: string;
}

/** How an event was heard: `live` as it happened, or caught up with later. */
export interface Hearing {
  live: boolean;
}

/** What the connection tells of itself. */
export interface ConnectionNews {
  connected: boolean;
  status: "connecting" | "connected" | "reconnecting" | "failed" | "halted" | "idle";
  attempt: number;
  attempts: number;
  reconnected: boolean;
  polling: boolean;
}

/** The little of a Socket.IO socket that is used here. */
export interface SocketLike {
  connected: boolean;
  connect(): unknown;
  disconnect(): unknown;
  emit(name: string, ...values: any[]): unknown;
  on(name: string, listener: (...values: any[]) => void): unknown;
  onAny(listener: (name: string, ...values: any[]) => void): unknown;
}

export interface Timers {
  set(act: () => void, ms: number): unknown;
  clear(handle: unknown): void;
}
