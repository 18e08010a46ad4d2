"""How much is measured: all of it, or enough to see in two minutes whether something went wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """``fanout_tables`` have five seats, ``tables`` four. Times in seconds."""

    quick: bool = False
    rounds: int = 3
    seconds: float = 3
    fanout_tables: int = 120
    tables: int = 120
    idle: tuple[int, ...] = (1000, 5000)
    settle: float = 3
    ages: tuple[int, ...] = (10, 100, 1000, 5000)
    past_games: tuple[int, ...] = (100, 10_000, 100_000)
    spectators: tuple[int, ...] = (0, 1000)
    turns: int = 15
    growth_tables: int = 20
    crowd_tables: int = 1250
    crowd_rate: float = 500


WHOLE = Scale()
QUICK = Scale(
    quick=True, rounds=1, seconds=1, fanout_tables=40, tables=20, idle=(100,), ages=(10, 50), past_games=(100,),
    spectators=(0, 20), turns=1, growth_tables=3, crowd_tables=16, crowd_rate=50, settle=0.5,
)  # fmt: skip
