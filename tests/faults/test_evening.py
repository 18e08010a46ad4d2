"""A whole evening on the real server: everybody agrees with everybody and with the database."""

import pytest

from tests.conftest import NewSite
from tests.faults import stored
from tests.faults.checker import violations
from tests.faults.evening import Evening, Habits
from tests.support.site import Site


async def spent(site: Site, *, games: int, habits: Habits) -> None:
    """Plays so many games at once, and judges them."""
    evening = Evening([site.url], seed="evening", habits=habits)
    await evening.play(games)
    kept = stored.in_file(site.database_url.removeprefix("sqlite:///"))
    found = violations(evening.records, kept)
    streams = sum(len(record.streams) for record in evening.records)
    words = sum(len(stream.words) for record in evening.records for stream in record.streams)
    held = sum(len(record.held) for record in evening.records)
    repeats = sum(record.repeats for record in evening.records)
    print(f"\n{games} games, {len(evening.clients)} clients, {streams} connections, {evening.acknowledged} commands acknowledged")
    print(f"{words} words heard, {held} events held, {repeats} repeats dropped, {len(found)} violations")
    print(f"{kept.of('turn_resolution')} turns resolved, {kept.of('player_chose')} choices, {kept.of('whisper_shared')} whispers shared")
    assert not found, "\n".join(found[:20])


async def test_a_short_evening(site: Site) -> None:
    await spent(site, games=2, habits=Habits(turns=2, drop=0.3))


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_an_evening_of_twenty_tables(new_site: NewSite) -> None:
    await spent(new_site(), games=20, habits=Habits(turns=8))
