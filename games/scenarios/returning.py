"""People from earlier turns: when they turn up again, how that is told, and what they do about it."""

from collections.abc import Sequence
from dataclasses import replace

from games.scenarios.model import Memory, ScenarioRequest, Seat
from games.scenarios.pools import lines
from games.scenarios.seeds import nth, stream
from games.scenarios.slots import filled, told
from games.scenarios.speech import NUMBERS, called

_HE = {"he": "he", "his": "his", "him": "him", "himself": "himself"}
_SHE = {"he": "she", "his": "her", "him": "her", "himself": "herself"}
_ABSENT_AT_LEAST = 2
_MOST_MEMORIES = 16
_MOST_NAMES = 3


def returning(request: ScenarioRequest) -> Memory | None:
    """Who turns up this turn: two turns in five may bring somebody, a seed tells which two."""
    if (request.turn_number - stream(request.seed, "return").randrange(2)) % 5 not in (0, 3):
        return None
    latest = request.turn_number - _ABSENT_AT_LEAST
    waiting = [memory for memory in request.story.memories if not memory.returned and memory.turn_number <= latest]
    return stream(request.seed, "returns", request.turn_number).choice(waiting) if waiting else None


def echo(memory: Memory, request: ScenarioRequest) -> str:
    """The paragraph in which ``memory`` turns up; no paragraph comes twice in a game of fifty turns."""
    text = nth(lines("echoes", memory.treatment), _occasion(request.turn_number), request.seed, "echoes", memory.treatment)
    return told(text, {**slots_of(memory), "clause": memory.clause})


def act(memory: Memory, seats: Sequence[Seat], turn_number: int) -> str:
    """What ``memory`` does in the outcome, because of those whose choice it was."""
    names = [seat.name for seat in seats]
    text = nth(lines("echoes", "acts", memory.treatment), _occasion(turn_number), *names, memory.treatment)
    return filled(told(text, slots_of(memory)), {"by": whose_choice(memory, names)})


def kept(memories: Sequence[Memory]) -> tuple[Memory, ...]:
    """The memories worth storing: at most sixteen; those who have been back go first, then the oldest."""
    over = len(memories) - _MOST_MEMORIES
    leaving = sorted(memories, key=lambda memory: (not memory.returned, memory.turn_number))[: max(0, over)]
    return tuple(memory for memory in memories if memory not in leaving)


def marked_returned(memories: Sequence[Memory], who: Memory | None) -> tuple[Memory, ...]:
    return tuple(replace(memory, returned=True) if memory == who else memory for memory in memories)


def _occasion(turn_number: int) -> int:
    """Counts the turns that may bring somebody back, whichever the seed has chosen."""
    return turn_number * 2 // 5


def slots_of(memory: Memory) -> dict[str, str]:
    return {"name": memory.person, **(_SHE if memory.sex == "f" else _HE)}


def whose_choice(memory: Memory, names: Sequence[str]) -> str:
    if not memory.by or (len(names) == 1 and set(names) == set(memory.by)):
        return "you"
    if len(names) > 2 and set(names) <= set(memory.by):
        return "all of you"
    return called(memory.by) if len(memory.by) <= _MOST_NAMES else f"{NUMBERS[len(memory.by)]} of you"
