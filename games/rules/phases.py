"""Phases of a game and why it ends."""

from enum import StrEnum


class Phase(StrEnum):
    LOBBY = "lobby"
    SCENARIO = "scenario"
    """A turn is open."""
    RESOLVED = "resolved"
    """Between turns: after the start, and after each turn that does not end the game."""
    FINISHED = "finished"


class EndReason(StrEnum):
    TRUST_BROKEN = "trust_broken"
    MAX_TURNS = "max_turns"
    ENDED_BY_HOST = "ended_by_host"
    ENDED_BY_KEEPER = "ended_by_keeper"
    ABANDONED = "abandoned"


class CharacterClass(StrEnum):
    FIGHTER = "Fighter"
    MAGE = "Mage"
    THIEF = "Thief"
    RANGER = "Ranger"
    CLERIC = "Cleric"
    BARD = "Bard"


def reason_to_end(*, trust: int, turn_number: int, max_turns: int) -> EndReason | None:
    """Why the game is over after a turn was resolved, or None if it goes on. Broken trust goes before the last turn."""
    if trust <= 0:
        return EndReason.TRUST_BROKEN
    if turn_number >= max_turns:
        return EndReason.MAX_TURNS
    return None
