"""How many machines so many players need: ``python -m deploy.capacity`` prints the tables of ``docs/scaling.md``.

What people do is assumed (``Habits``), what it costs was measured (``Costs``; ``python -m benchmarks parts``), and how much of a machine is
used is chosen (``Room``). All figures are for one moment in which everybody plays.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

PLAYERS = (1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Habits:
    """What players do. Times in seconds."""

    seats: int = 4
    turn: float = 90
    """From one scene to the next."""
    talk: float = 60
    """From one line of a player's to the next."""
    other_commands: float = 2
    """Of the host in each turn: turn over, go on."""
    visits: float = 1800
    """From one connecting of a player to the next: a page opened, a phone woken up."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Microseconds of CPU for each command, by part; memory; bytes. Of the machine and version that ``docs/scaling.md`` names."""

    process: float = 4_600
    postgres: float = 2_000
    redis: float = 120
    nginx: float = 160
    silent: float = 29
    """Of a process, for each connected player and second."""
    silent_kib: float = 43
    process_mib: float = 121
    wal_bytes: float = 2_600
    row_bytes: float = 700
    """What a command leaves in the database: event, choice, stored answer, indexes."""
    visit: float = 9_000
    """Of a process, for entering a game."""
    event_bytes: float = 450
    """Of an event on its way to one player, with headers of TCP and websocket."""


@dataclass(frozen=True, slots=True)
class Room:
    """What machines are, and how much of them is used at most."""

    cores: int = 16
    used: float = 0.5
    """The rest is for peaks, for the loss of a part, and for deploys."""
    postgres_cores: int = 64
    lines_of_process: int = 2_000
    """``realtime.limits.MOST_OF_PROCESS``."""
    lines_of_proxy: int = 50_000
    """A proxy has so many ports towards each process, and each player takes two descriptors of it."""


@dataclass(frozen=True, slots=True)
class Load:
    """What so many players ask for in a second, and what it takes."""

    players: int
    habits: Habits = Habits()
    costs: Costs = Costs()
    room: Room = Room()

    @property
    def games(self) -> int:
        return ceil(self.players / self.habits.seats)

    @property
    def commands(self) -> float:
        """A second. Each is one transaction and, mostly, one event."""
        habits = self.habits
        return self.players * (1 / habits.turn + 1 / habits.talk) + self.games * habits.other_commands / habits.turn

    @property
    def deliveries(self) -> float:
        """Events told to one player each, in a second."""
        return self.commands * self.habits.seats

    @property
    def process_cores(self) -> float:
        """All that the processes use."""
        costs = self.costs
        each_second = self.commands * costs.process + self.players * (costs.silent + costs.visit / self.habits.visits)
        return each_second / 1e6

    @property
    def processes(self) -> int:
        """One core each, or as many as the lines need."""
        return max(ceil(self.process_cores / self.room.used), ceil(self.players / self.room.lines_of_process))

    @property
    def machines(self) -> int:
        return ceil(self.processes / self.room.cores)

    @property
    def memory_gib(self) -> float:
        """Of all processes."""
        return (self.processes * self.costs.process_mib + self.players * self.costs.silent_kib / 1024) / 1024

    @property
    def postgres_cores(self) -> float:
        return self.commands * self.costs.postgres / 1e6

    @property
    def databases(self) -> int:
        """How many PostgreSQL servers share the games."""
        return ceil(self.postgres_cores / (self.room.postgres_cores * self.room.used))

    @property
    def wal_mib(self) -> float:
        """A second."""
        return self.commands * self.costs.wal_bytes / 2**20

    @property
    def disk_gib(self) -> float:
        """A day of nothing but this."""
        return self.commands * self.costs.row_bytes * 86_400 / 2**30

    @property
    def redis_cores(self) -> float:
        return self.commands * self.costs.redis / 1e6

    @property
    def redis_servers(self) -> int:
        """Redis uses one core for commands."""
        return ceil(self.redis_cores / self.room.used)

    @property
    def proxy_cores(self) -> float:
        return self.commands * self.costs.nginx / 1e6

    @property
    def proxies(self) -> int:
        return max(ceil(self.proxy_cores / (self.room.cores * self.room.used)), ceil(self.players / self.room.lines_of_proxy))

    @property
    def gigabits(self) -> float:
        """Towards the players, a second."""
        return self.deliveries * self.costs.event_bytes * 8 / 1e9


Row = tuple[str, Callable[[Load], float]]
ROWS: Sequence[Row] = (
    ("games", lambda load: load.games),
    ("commands a second", lambda load: load.commands),
    ("events told a second, to one player each", lambda load: load.deliveries),
    ("cores that the processes use", lambda load: load.process_cores),
    ("**processes**", lambda load: load.processes),
    ("**machines of 16 cores for them**", lambda load: load.machines),
    ("memory of the processes, GiB", lambda load: load.memory_gib),
    ("cores that PostgreSQL uses", lambda load: load.postgres_cores),
    ("**PostgreSQL servers of 64 cores**", lambda load: load.databases),
    ("its log, MiB a second", lambda load: load.wal_mib),
    ("what is kept, GiB a day", lambda load: load.disk_gib),
    ("cores that Redis uses", lambda load: load.redis_cores),
    ("**Redis servers**", lambda load: load.redis_servers),
    ("cores that nginx uses", lambda load: load.proxy_cores),
    ("**proxies of 16 cores**", lambda load: load.proxies),
    ("towards the players, Gbit a second", lambda load: load.gigabits),
)


def table(players: Sequence[int] = PLAYERS) -> str:
    """Markdown: a column for each number of players."""
    loads = [Load(each) for each in players]
    head = ["players at once", *(f"{each:,}" for each in players)]
    lines = [head, ["---", *("---:" for _ in players)]]
    lines += [[name, *(shown(reckon(load)) for load in loads)] for name, reckon in ROWS]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def shown(figure: float) -> str:
    """Two digits that mean something; counts as they are."""
    if isinstance(figure, int):
        return f"{figure:,}"
    if figure >= 100:
        digits = 10 ** (len(str(int(figure))) - 2)
        return f"{round(figure / digits) * digits:,}"
    return f"{figure:.2g}"


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
