"""People do whatever they like in whatever order: every answer, and every state, is the one that the rules foretell."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.conftest import NewSite
from tests.faults import model
from tests.faults.doors import Data, Door, HttpDoor, ServiceDoor

NAMES = ["Oona", "Sefu", "Ines", "OONA", "Bram", "Lotte"]
MOST_GAMES = 2
SOMEBODY = st.integers(0, len(NAMES) - 1)
THE_ONE = -1
"""Whoever it is up to: the host, or the next one who is waited for."""
MOSTLY_THE_ONE = st.one_of(st.just(THE_ONE), st.just(THE_ONE), st.just(THE_ONE), SOMEBODY)
SELDOM = st.sampled_from([False] * 5 + [True])
WHICH = st.integers(0, MOST_GAMES - 1)
TERMS = st.fixed_dictionaries(
    {
        "max_players": st.sampled_from([2, 4, 8]),
        "max_turns": st.sampled_from([1, 3, 8]),
        "auto_resolve": st.booleans(),
        "allow_spectators": st.booleans(),
    }
)
answered = Counter[str]()


class Rules(RuleBasedStateMachine):
    """One or two tables, six people, two of whom have one name but for its case."""

    def __init__(self, door: Callable[[], Door]) -> None:
        super().__init__()
        self.door = door()
        self.games: list[tuple[str, model.Game, dict[int, str]]] = []

    def teardown(self) -> None:
        self.door.close()

    @initialize(terms=TERMS, guests=st.integers(0, 4), turns=st.integers(0, 2))
    def begin(self, terms: Data, guests: int, turns: int) -> None:
        """Most evenings begin with a few people at one table, some with a story under way."""
        self.create(0, terms)
        for who in range(1, guests + 1):
            self.join(0, who)
        if turns:
            self.start(0, THE_ONE)
        for _ in range(turns):
            self.generate(0, THE_ONE)

    @precondition(lambda self: len(self.games) < MOST_GAMES)
    @rule(who=SOMEBODY, terms=TERMS)
    def create(self, who: int, terms: Data) -> None:
        code, answer = self.door.act(who, "create_game", **terms)
        assert code is None
        self.games.append((answer["game_code"], model.laid(who, terms), {who: answer["player_id"]}))
        self._look(-1)

    @precondition(lambda self: self.games)
    @rule(which=WHICH, who=SOMEBODY)
    def join(self, which: int, who: int) -> None:
        answer = self._do(which, who, "join_game", model.join, NAMES)
        if answer:
            assert answer["player_count"] == len(model.seated(self._game(which)))

    @precondition(lambda self: self.games)
    @rule(which=WHICH, who=SOMEBODY, seldom=SELDOM)
    def leave(self, which: int, who: int, seldom: bool) -> None:
        if seldom:
            self._do(which, who, "leave_game", model.leave)

    @precondition(lambda self: self.games)
    @rule(which=WHICH, who=MOSTLY_THE_ONE, other=SOMEBODY, seldom=SELDOM)
    def kick(self, which: int, who: int, other: int, seldom: bool) -> None:
        if seldom:
            self._do(which, self._host(which, who), "kick_player", model.kick, other, player_id=self._ids(which).get(other, "nobody"))

    @precondition(lambda self: self.games)
    @rule(which=WHICH, who=MOSTLY_THE_ONE, other=SOMEBODY)
    def transfer(self, which: int, who: int, other: int) -> None:
        self._do(which, self._host(which, who), "transfer_host", model.transfer, other, player_id=self._ids(which).get(other, "nobody"))

    @precondition(lambda self: self.games)
    @rule(which=WHICH, who=SOMEBODY, name=st.sampled_from(["Mage", "Bard"]))
    def choose_class(self, which: int, who: int, name: str) -> None:
        self._do(which, who, "choose_class", model.choose_class, **{"class": name})

    @precondition(lambda self: self.games)
    @rule(which=WHICH, who=MOSTLY_THE_ONE)
    def start(self, which: int, who: int) -> None:
        self._do(which, self._host(which, who), "start_game", model.start)

    @precondition(lambda self: self.games)
    @rule(which=WHICH, who=MOSTLY_THE_ONE)
    def generate(self, which: int, who: int) -> None:
        self._do(which, self._host(which, who), "generate_scenario", model.generate)

    @precondition(lambda self: self.games)
    @rule(which=WHICH, who=MOSTLY_THE_ONE, choice=st.sampled_from(["hold", "give", "take", "Run."]), stale=st.sampled_from([None, 0, 0, 1]))
    def choose(self, which: int, who: int, choice: str, stale: int | None) -> None:
        game = self._game(which)
        turn = None if stale is None else game["turn"] + stale
        answer = self._do(which, self._late(which, who), "make_choice", model.choose, choice, turn, choice=choice, turn_number=turn)
        if answer:
            assert (answer["choices_submitted"], answer["all_submitted"]) == (len(game["chosen"]), not model.waiting(game))

    @precondition(lambda self: self.games)
    @rule(which=WHICH, who=MOSTLY_THE_ONE)
    def share(self, which: int, who: int) -> None:
        self._do(which, self._late(which, who), "share_whisper", model.share)

    @precondition(lambda self: self.games)
    @rule(which=WHICH, who=MOSTLY_THE_ONE, force=st.booleans())
    def resolve(self, which: int, who: int, force: bool) -> None:
        answer = self._do(which, self._host(which, who), "resolve_turn", lambda game, by: model.resolve(game, by, force=force), force=force)
        if answer:
            assert (answer["trust"], answer["phase"]) == (self._game(which)["trust"], self._game(which)["phase"])

    @precondition(lambda self: self.games)
    @rule(which=WHICH, who=MOSTLY_THE_ONE, seldom=SELDOM)
    def end(self, which: int, who: int, seldom: bool) -> None:
        if seldom:
            self._do(which, self._host(which, who), "end_game", model.end)

    # --- Doing it, foretelling it, looking

    def _do(self, which: int, who: int, call: str, foretell: Callable[..., str | None], *more: Any, **body: Any) -> Data:
        """Acts, and holds answer and state against the model. Gives the answer, ``{}`` when it was refused."""
        code, game, ids = self.games[which % len(self.games)]
        refused, answer = self.door.act(who, call, game_code=code, **body)
        expected = foretell(game, who, *more)
        assert refused == expected, f"{call} by {who}: {refused}, but {expected} was foretold of {game}"
        answered[refused or "done"] += 1
        if "player_id" in answer:
            ids[who] = answer["player_id"]
        self._look(which % len(self.games))
        return answer if refused is None else {}

    def _look(self, which: int) -> None:
        code, game, ids = self.games[which]
        strangers = [who for who in range(len(NAMES)) if game["gone"].get(who) != "kicked"] if game["terms"]["allow_spectators"] else []
        for who in [*model.seated(game), *strangers][:1]:
            state = self.door.state(who, code)
            assert seen(state) == foretold(game, ids)
            assert [event["data"]["seq"] for event in state["events"]] == list(range(1, state["seq"] + 1))

    def _game(self, which: int) -> model.Game:
        return self.games[which % len(self.games)][1]

    def _ids(self, which: int) -> dict[int, str]:
        return self.games[which % len(self.games)][2]

    def _host(self, which: int, who: int) -> int:
        return int(self._game(which)["host"]) if who == THE_ONE else who

    def _late(self, which: int, who: int) -> int:
        game = self._game(which)
        return next(iter(model.waiting(game)), int(game["host"])) if who == THE_ONE else who


def seen(state: Data) -> Data:
    """What the model speaks of, of a state as it was read."""
    scene = state["scenario"] or {"choices_submitted": 0, "waiting_for": [], "shared": []}
    return {
        **{name: state[name] for name in ("phase", "host_id", "trust", "turn_number")},
        "chairs": {player["seat"]: player["player_id"] for player in state["players"]},
        **{name: scene[name] for name in ("choices_submitted", "waiting_for", "shared")},
    }


def foretold(game: model.Game, ids: dict[int, str]) -> Data:
    """The same, of the model."""
    open_ = game["phase"] == "scenario"
    return {
        "phase": game["phase"],
        "host_id": ids[game["host"]],
        "trust": game["trust"],
        "turn_number": game["turn"],
        "chairs": {seat: ids[who] for seat, who in game["seats"].items()},
        "choices_submitted": len(game["chosen"]),
        "waiting_for": [ids[who] for who in model.waiting(game)] if open_ else [],
        "shared": sorted(ids[who] for who in game["shared"]),
    }


def run(door: Callable[[], Door], *, games: int, steps: int, **more: Any) -> None:
    """So many evenings of so many steps each."""
    answered.clear()
    unhurried = settings(
        max_examples=games, stateful_step_count=steps, deadline=None, database=None, suppress_health_check=list(HealthCheck), **more
    )
    run_state_machine_as_test(lambda: Rules(door), settings=unhurried)
    print(f"\n{games} runs of at most {steps} steps: {sum(answered.values())} commands, {answered['done']} done; refused: ")
    print(", ".join(f"{code} {count}" for code, count in answered.most_common() if code != "done"))


def services() -> Door:
    return ServiceDoor(NAMES)


@pytest.fixture
def live_door(new_site: NewSite) -> Iterator[HttpDoor]:
    door = HttpDoor(new_site(SCENARIO_SOURCE="tests.games.storyteller:Storyteller").url, NAMES)
    yield door
    door.leave()


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_stories")
def test_the_rules_foretell_every_answer() -> None:
    run(services, games=10, steps=40, derandomize=True)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.django_db
@pytest.mark.usefixtures("plain_stories")
def test_the_rules_foretell_every_answer_of_many_evenings() -> None:
    run(services, games=1000, steps=50)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_the_rules_foretell_every_answer_of_a_real_server(live_door: HttpDoor) -> None:
    run(lambda: live_door, games=100, steps=30)
