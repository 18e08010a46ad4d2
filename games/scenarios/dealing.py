"""Who hears which whisper: everybody their class's, the second of a class another, and never two the same."""

from collections.abc import Iterator

from games.scenarios.model import ScenarioError, ScenarioRequest
from games.scenarios.pack import Situation, Truth
from games.scenarios.seeds import shuffled


def dealt(situation: Situation, request: ScenarioRequest) -> tuple[Truth, ...]:
    """One truth for each seat, in the order of seats.

    Raises:
        ScenarioError: the situation has fewer truths than there are seats.
    """
    spare = _spare(situation, request)
    heard: set[str] = set()
    truths: list[Truth] = []
    for seat in request.seats:
        first = seat.role in situation.whispers and seat.role not in heard
        truth = situation.whispers[seat.role] if first else next(spare, None)
        if truth is None:
            raise ScenarioError(f"{situation.id} has too few whispers for {len(request.seats)} players")
        heard.add(seat.role)
        truths.append(truth)
    return tuple(truths)


def _spare(situation: Situation, request: ScenarioRequest) -> Iterator[Truth]:
    """Truths that are nobody's by class: those for anybody first, then those of classes nobody here has."""
    present = {seat.role for seat in request.seats}
    yield from shuffled(situation.others, request.seed, "others", request.turn_number)
    absent = [truth for role, truth in situation.whispers.items() if role not in present]
    yield from shuffled(absent, request.seed, "absent", request.turn_number)
