"""Tells a situation of a pack anew: other names, another place, other details, and a true side for each player."""

from games.scenarios.dealing import dealt
from games.scenarios.model import (
    Memory,
    Option,
    Scenario,
    ScenarioError,
    ScenarioRequest,
    Whisper,
)
from games.scenarios.names import cast_names, place
from games.scenarios.pack import Pack, Situation, Way
from games.scenarios.returning import echo, returning
from games.scenarios.seeds import stream
from games.scenarios.slots import filled, told
from games.scenarios.themes import pick


def tell(pack: Pack, request: ScenarioRequest) -> Scenario:
    """The scenario of one turn; the same request gives the same.

    Raises:
        ScenarioError: every situation of the pack has been told in this game, or it has too few whispers for the table.
    """
    situation = pick(pack, request)
    if situation is None:
        raise ScenarioError("every situation of this pack has been told in this game")
    values = _details(situation, request)
    guest = returning(request)
    scene = told(situation.scene, values)
    return Scenario(
        situation=situation.id,
        theme=situation.theme,
        title=situation.title,
        public_scene=f"{scene}\n\n{echo(guest, request)}" if guest else scene,
        options=tuple(_option(way, situation, values, request.turn_number) for way in situation.options),
        whispers=_whispers(situation, request, values),
        united=told(situation.united, values),
        split=told(situation.split, values),
        scattered=told(situation.scattered, values),
        close=told(situation.close, values),
        returning=guest,
    )


def _details(situation: Situation, request: ScenarioRequest) -> dict[str, str]:
    chance = stream(request.seed, "details", request.turn_number, situation.id)
    drawn = {key: chance.choice(choices) for key, choices in situation.vary.items()}
    return {**drawn, **cast_names(situation.cast, request), "place": place(request)}


def _whispers(situation: Situation, request: ScenarioRequest, values: dict[str, str]) -> tuple[Whisper, ...]:
    truths = zip(request.seats, dealt(situation, request), strict=True)
    return tuple(Whisper(seat.player_id, told(truth.text, values), told(truth.heard, values)) for seat, truth in truths)


def _option(way: Way, situation: Situation, values: dict[str, str], turn_number: int) -> Option:
    return Option(
        id=way.id,
        text=told(way.text, values),
        deed=way.deed,
        one=told(way.one, values),
        many=told(way.many, values),
        wins=told(way.wins, values),
        reason=filled(way.reason, values),
        memory=_memory(way, situation, values, turn_number),
    )


def _memory(way: Way, situation: Situation, values: dict[str, str], turn_number: int) -> Memory | None:
    if way.remember is None:
        return None
    key = way.remember.person
    clause = filled(way.remember.clause, values)
    return Memory(values[key], situation.cast[key].sex, clause, way.remember.how, by=(), turn_number=turn_number)
