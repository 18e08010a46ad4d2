"""Tells how it ended: what this party did, who remembers it, and what became of everybody."""

from collections.abc import Iterable, Iterator

from games.scenarios.bands import band_of
from games.scenarios.deeds import most_often, notable
from games.scenarios.model import Ending, Epilogue, Memory, Moment, Seat, Story
from games.scenarios.names import names
from games.scenarios.pools import lines
from games.scenarios.returning import slots_of, whose_choice
from games.scenarios.seeds import shuffled
from games.scenarios.slots import filled, told, words
from games.scenarios.speech import called

_LEAST, _MOST = 110, 180
_REASONS = ("trust_broken", "max_turns", "ended_by_host", "ended_by_keeper", "abandoned")


def conclude(story: Story, seats: tuple[Seat, ...], *, trust: int, reason: str, seed: str) -> Epilogue:
    """The end of this game. ``reason`` is one of the game's reasons to end; another one is told like the host's."""
    if not story.trust:
        text = "\n\n".join(_drawn(("untold", part), seed)[0] for part in ("opening", "closing"))
        return Epilogue(_drawn(("titles", "untold"), seed)[0], text, _endings(story, seats, seed))
    title = _drawn(("titles", band_of(trust)), seed)[0]
    return Epilogue(title, _text(story, seats, trust, reason, seed), _endings(story, seats, seed))


def _text(story: Story, seats: tuple[Seat, ...], trust: int, reason: str, seed: str) -> str:
    """Four paragraphs: how it ended, who remembers, what the party was, the last image. 110 to 180 words."""
    opening = _opening(story, seats, reason, seed)
    remembered = _remembered(story, seats, seed)
    measured = _measured(story, trust, seed)
    closing = _drawn(("closing", band_of(trust)), seed)[0]
    while len(remembered) > 1 and _count(opening, *remembered, measured, closing) > _MOST:
        remembered.pop()
    party: list[str] = []
    for sentence in _party(story, seats, seed):
        if _count(opening, *remembered, *party, sentence, measured, closing) <= _MOST:
            party.append(sentence)
    for sentence in _drawn(("spare", "sentences"), seed):
        if _count(opening, *remembered, *party, measured, closing) >= _LEAST:
            break
        remembered.append(sentence)
    return "\n\n".join(" ".join(part) for part in ([opening], remembered, [*party, measured], [closing]) if part)


def _opening(story: Story, seats: tuple[Seat, ...], reason: str, seed: str) -> str:
    pool = reason if reason in _REASONS else "ended_by_host"
    if pool == "trust_broken" and len(seats) == 1:
        pool = "trust_broken_alone"
    return filled(_drawn(("opening", pool), seed)[0], {"last": f"“{story.moments[-1].title}”" if story.moments else "all that"})


def _remembered(story: Story, seats: tuple[Seat, ...], seed: str) -> list[str]:
    """Two sentences about what is remembered: people first, then turns."""
    people = shuffled(story.memories, seed, "remembered")[:2]
    told_of = {memory.turn_number for memory in people}
    moments = [moment for moment in story.moments if moment.turn_number not in told_of]
    return [*_people(people, seats, seed), *_turns(moments, seats, seed)][:2]


def _people(people: Iterable[Memory], seats: tuple[Seat, ...], seed: str) -> Iterator[str]:
    for number, memory in enumerate(people):
        text = told(_drawn(("remembered", memory.treatment), seed)[number], {**slots_of(memory), "clause": memory.clause})
        yield filled(text, {"by": whose_choice(memory, [seat.name for seat in seats])})


def _turns(moments: list[Moment], seats: tuple[Seat, ...], seed: str) -> Iterator[str]:
    """A sentence for each turn that is still to be told of, naming one who was there."""
    players = {seat.player_id: called([seat.name]) for seat in seats}
    known = [moment for moment in shuffled(moments, seed, "turns") if moment.player_id in players]
    for text, moment in zip(_drawn(("turns", "told"), seed), known, strict=False):
        yield filled(text, {"title": f"“{moment.title}”", "who": players[moment.player_id]})


def _party(story: Story, seats: tuple[Seat, ...], seed: str) -> Iterator[str]:
    """Who gave, who took, who told, who kept silent, who hesitated."""
    players = {seat.player_id: seat.name for seat in seats}
    for kind, who in notable(story.conduct, tuple(players)):
        yield filled(_drawn(("deeds", kind), seed)[0], {"who": called([players[each] for each in who])} if who else {})


def _measured(story: Story, trust: int, seed: str) -> str:
    """How trust went, in figures."""
    first = story.trust[0]
    course = "rose" if trust > first else "fell" if trust < first else "held"
    course = "even" if {trust} == set(story.trust) else course
    values = {"from": first, "to": trust, "low": min(*story.trust, trust), "high": max(*story.trust, trust)}
    return told(_drawn(("trust", course), seed)[0], {key: str(value) for key, value in values.items()})


def _endings(story: Story, seats: tuple[Seat, ...], seed: str) -> tuple[Ending, ...]:
    """One for each seat, all different, no place in two of them."""
    places = iter(shuffled(names()["places"], seed, "places of endings"))
    pools: dict[str, Iterator[str]] = {}
    endings: list[Ending] = []
    for seat in seats:
        kind = most_often(story.conduct, seat.player_id)
        pool = pools.setdefault(kind, iter(shuffled(lines("endings", kind), seed, "endings", kind)))
        endings.append(Ending(seat.player_id, filled(next(pool), {"place": next(places)})))
    return tuple(endings)


def _drawn(pool: tuple[str, ...], seed: str) -> list[str]:
    return shuffled(lines("epilogue", *pool), seed, *pool)


def _count(*texts: str) -> int:
    return sum(words(text) for text in texts)
