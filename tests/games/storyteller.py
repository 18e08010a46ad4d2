"""A source whose stories can be told apart at a glance: every text says what it is and for whom."""

from typing import Any, TypeVar, cast

from games.scenarios.model import (
    Chosen,
    Deed,
    Ending,
    Epilogue,
    Option,
    Outcome,
    Scenario,
    ScenarioError,
    ScenarioRequest,
    Seat,
    Story,
    Theme,
    Whisper,
)

Told = TypeVar("Told", Scenario, Outcome, Epilogue)
HOLD, GIVE, TAKE = "hold", "give", "take"


def whisper_for(name: str, turn_number: int) -> str:
    return f"Only {name} knows: vespertine-{turn_number}."


def _option(key: str, deed: Deed) -> Option:
    return Option(
        id=key,
        text=f"To {key}.",
        deed=deed,
        one="{who} untold-one.",
        many="{who} untold-many.",
        wins="untold-wins.",
        reason=f"untold-{key}",
    )


class Storyteller:
    """Three options: one of duty, one of sacrifice, one of betrayal."""

    def generate(self, request: ScenarioRequest) -> Scenario:
        number = request.turn_number
        return Scenario(
            situation=f"s{number}",
            theme=Theme.GREED,
            title=f"Night {number}",
            public_scene=f"The bridge, night {number}.\n\nSomebody has to go first.",
            options=(_option(HOLD, Deed.DUTY), _option(GIVE, Deed.SACRIFICE), _option(TAKE, Deed.BETRAYAL)),
            whispers=tuple(Whisper(seat.player_id, whisper_for(seat.name, number), "{who} untold-heard.") for seat in request.seats),
            united="untold-united.",
            split="untold-split.",
            scattered="untold-scattered.",
            close="untold-close.",
        )

    def resolve(
        self, scenario: Scenario, choices: tuple[Chosen, ...], *, turn_number: int, trust_before: int, trust_after: int, story: Story
    ) -> Outcome:
        return Outcome(f"What came of night {turn_number}.", story)

    def conclude(self, story: Story, seats: tuple[Seat, ...], *, trust: int, reason: str, seed: str) -> Epilogue:
        return Epilogue("The end", f"It ended: {reason}.", tuple(Ending(seat.player_id, f"{seat.name} went home.") for seat in seats))


class Spoilt(Storyteller):
    """Raises what no source should, or tells ``None``, of whichever of scene, outcome and epilogue it is asked."""

    def __init__(self, told: str, *, raises: bool) -> None:
        self._told, self._raises = told, raises

    def generate(self, request: ScenarioRequest) -> Scenario:
        return self._spoilt("scene", super().generate(request))

    def resolve(self, scenario: Scenario, choices: tuple[Chosen, ...], **state: Any) -> Outcome:
        return self._spoilt("outcome", super().resolve(scenario, choices, **state))

    def conclude(self, story: Story, seats: tuple[Seat, ...], **state: Any) -> Epilogue:
        return self._spoilt("epilogue", super().conclude(story, seats, **state))

    def _spoilt(self, what: str, told: Told) -> Told:
        if what != self._told:
            return told
        if self._raises:
            raise RuntimeError("the ink has run out")
        return cast("Told", None)


class Silent(Storyteller):
    """Has nothing to tell."""

    def generate(self, request: ScenarioRequest) -> Scenario:
        raise ScenarioError("nothing comes to mind")


def scene_raises() -> Storyteller:
    return Spoilt("scene", raises=True)


def scene_is_none() -> Storyteller:
    return Spoilt("scene", raises=False)


def outcome_raises() -> Storyteller:
    return Spoilt("outcome", raises=True)


def outcome_is_none() -> Storyteller:
    return Spoilt("outcome", raises=False)


def epilogue_raises() -> Storyteller:
    return Spoilt("epilogue", raises=True)


def epilogue_is_none() -> Storyteller:
    return Spoilt("epilogue", raises=False)


def cannot_be_made() -> Storyteller:
    raise RuntimeError("the ink has run out")
