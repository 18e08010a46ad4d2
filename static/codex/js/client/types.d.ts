// What this browser makes of the wire. The shapes that travel are generated from games/wire.
import type { ReconnectSync } from "./wire.d.ts";

export type { Ending, OptionState, Phase, PlayerState, Resolution, RevealedChoice, ScenarioState, You } from "./wire.d.ts";

/** An entry of the history, of whatever kind: also of kinds that this page does not know yet. */
export interface LoggedEvent {
  event: string;
  data: Record<string, any> & { seq: number; timestamp: string };
}

/** The state as it is kept here, and as both doors give it. */
export type GameState = Omit<ReconnectSync, "events"> & { events: LoggedEvent[] };

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
