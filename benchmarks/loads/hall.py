"""A full hall: thousands connected, and hundreds of choices a second, on one process."""

from typing import Any

from benchmarks.contestants import copied, sqlite, start_game
from benchmarks.crowd import Crowd
from benchmarks.figures import summary
from benchmarks.loads.choosing import Choosing, Door
from benchmarks.scale import Scale
from benchmarks.seeding import seed

SEATS = 4


async def measure(scale: Scale) -> dict[str, Any]:
    """Everybody is connected, and everybody chooses once; sent when it is time to, whatever has come back."""
    people = await seed(scale.crowd_tables, SEATS)
    server = start_game("hall", sqlite(copied(people.database, "hall")))
    try:
        crowd = Crowd(server.port, people.tables)
        await crowd.connect()
        window = await Choosing(crowd, [server], Door.SOCKET).measure(rate=scale.crowd_rate)
        found = {"players": len(crowd.clients), "rate_wanted": scale.crowd_rate, "ended": crowd.ended, "mib": round(server.kib() / 1024, 1)}
        await crowd.part()
        return {**found, **summary([window])}
    finally:
        server.end()
