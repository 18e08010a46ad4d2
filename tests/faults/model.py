"""The rules once more, as plain dictionaries: what each command must answer, and what must be so afterwards.

Written from the contract, not from the services. Only what can be seen from outside is modelled.
"""

from typing import Any

Game = dict[str, Any]
WORTH = {"give": 4, "take": -6}
MOST = {"give": 8, "take": 12}


def laid(host: int, terms: dict[str, Any]) -> Game:
    """A new table with its host."""
    game: Game = {
        "terms": terms,
        "phase": "lobby",
        "host": host,
        "turn": 0,
        "trust": 50,
        "seats": {},
        "gone": {},
        "chosen": {},
        "shared": set(),
    }
    _sit(game, host)
    return game


def _sit(game: Game, who: int) -> None:
    game["seats"][next(seat for seat in range(1, 9) if seat not in game["seats"])] = who
    game["gone"].pop(who, None)


def seated(game: Game) -> list[int]:
    """Who sits here, in the order of chairs."""
    return [who for _, who in sorted(game["seats"].items())]


def waiting(game: Game) -> list[int]:
    return [who for who in seated(game) if who not in game["chosen"]]


# --- What is refused, and why


def not_seated(game: Game, who: int) -> str | None:
    if who in seated(game):
        return None
    if game["gone"].get(who) == "kicked":
        return "KICKED"
    return "SPECTATOR_READ_ONLY" if game["terms"]["allow_spectators"] else "NOT_IN_GAME"


def not_host(game: Game, who: int) -> str | None:
    return not_seated(game, who) or (None if game["host"] == who else "NOT_HOST")


def not_in_lobby(game: Game) -> str | None:
    return {"lobby": None, "finished": "GAME_FINISHED"}.get(game["phase"], "GAME_ALREADY_STARTED")


def not_in_turn(game: Game) -> str | None:
    between = "TURN_RESOLVED" if game["turn"] else "NO_SCENARIO"
    return {"lobby": "GAME_NOT_STARTED", "scenario": None, "resolved": between, "finished": "GAME_FINISHED"}[game["phase"]]


def not_between_turns(game: Game) -> str | None:
    return {"lobby": "GAME_NOT_STARTED", "scenario": "TURN_OPEN", "resolved": None, "finished": "GAME_FINISHED"}[game["phase"]]


# --- Commands: each gives the code it must be refused with, or None and has changed the game


def join(game: Game, who: int, names: list[str]) -> str | None:
    if who in seated(game):
        return None
    if game["gone"].get(who) == "kicked":
        return "KICKED"
    if refused := not_in_lobby(game):
        return refused
    if len(game["seats"]) >= game["terms"]["max_players"]:
        return "GAME_FULL"
    if names[who].casefold() in [names[other].casefold() for other in seated(game)]:
        return "NAME_TAKEN"
    _sit(game, who)
    return None


def leave(game: Game, who: int) -> str | None:
    if refused := not_seated(game, who):
        return refused
    _stand_up(game, who, "left")
    return None


def kick(game: Game, who: int, other: int) -> str | None:
    if refused := not_host(game, who):
        return refused
    if other not in seated(game) or other == who:
        return "VALIDATION_ERROR"
    _stand_up(game, other, "kicked")
    return None


def transfer(game: Game, who: int, other: int) -> str | None:
    if refused := not_host(game, who):
        return refused
    if other not in seated(game):
        return "VALIDATION_ERROR"
    game["host"] = other
    return None


def choose_class(game: Game, who: int) -> str | None:
    return not_seated(game, who) or not_in_lobby(game)


def start(game: Game, who: int) -> str | None:
    if refused := not_host(game, who) or not_in_lobby(game):
        return refused
    game["phase"] = "resolved"
    return None


def generate(game: Game, who: int) -> str | None:
    if refused := not_host(game, who) or not_between_turns(game):
        return refused
    game.update(phase="scenario", turn=game["turn"] + 1, chosen={}, shared=set())
    return None


def choose(game: Game, who: int, choice: str, turn: int | None) -> str | None:
    if refused := not_seated(game, who):
        return refused
    if game["phase"] == "scenario" and turn not in (None, game["turn"]):
        return "STALE_TURN"
    if refused := not_in_turn(game):
        return refused
    if who in game["chosen"]:
        return "ALREADY_CHOSEN"
    game["chosen"][who] = choice
    _resolve_if_ready(game)
    return None


def share(game: Game, who: int) -> str | None:
    if refused := not_seated(game, who) or not_in_turn(game):
        return refused
    if who in game["shared"]:
        return "ALREADY_SHARED"
    game["shared"].add(who)
    return None


def resolve(game: Game, who: int, *, force: bool) -> str | None:
    if refused := not_host(game, who) or not_in_turn(game):
        return refused
    if waiting(game) and not force:
        return "CHOICES_PENDING"
    _resolve(game)
    return None


def end(game: Game, who: int) -> str | None:
    if refused := not_host(game, who):
        return refused
    if game["phase"] == "finished":
        return "GAME_FINISHED"
    game["phase"] = "finished"
    return None


# --- What follows


def _stand_up(game: Game, who: int, how: str) -> None:
    game["seats"] = {seat: other for seat, other in game["seats"].items() if other != who}
    game["gone"][who] = how
    if not game["seats"]:
        game["phase"] = "finished"
        return
    if game["host"] == who:
        game["host"] = seated(game)[0]
    _resolve_if_ready(game)


def _resolve_if_ready(game: Game) -> None:
    if game["terms"]["auto_resolve"] and game["phase"] == "scenario" and not waiting(game):
        _resolve(game)


def _resolve(game: Game) -> None:
    game["chosen"].update(dict.fromkeys(waiting(game)))
    game["trust"] = max(0, min(100, game["trust"] + _change(game)))
    over = game["trust"] == 0 or game["turn"] == game["terms"]["max_turns"]
    game["phase"] = "finished" if over else "resolved"


def _change(game: Game) -> int:
    """How trust moves: agreement, hesitation, candour, sacrifice and betrayal."""
    made = [choice for choice in game["chosen"].values() if choice is not None]
    agreement = 0 if len(made) == 1 else {1: 10, 2: 0}.get(len(set(made)), -10)
    hesitation = -2 * (len(game["chosen"]) - len(made)) if made else 0
    candour = min(6, 2 * len(game["shared"] & set(game["chosen"])))
    deeds = sum(max(-MOST[deed], min(MOST[deed], worth * made.count(deed))) for deed, worth in WORTH.items())
    return agreement + hesitation + candour + deeds
