"""Two servers tell each other what happens, through a real Redis; and what they tell cannot be forged or overheard for a whisper."""

import asyncio
import re
from collections.abc import Iterator
from secrets import token_urlsafe
from time import monotonic
from typing import Any
from unittest.mock import AsyncMock

import pytest
from redis import Redis

from games.outbox import LoggedFact, Published, Removed, TellTo
from realtime.channel import messages
from realtime.channel.incoming import Incoming
from tests.conftest import NewPlayer, NewSite
from tests.realtime.sockets import until
from tests.support.site import Site

REPAIRED = "history repaired"
Pair = tuple[Site, Site]


@pytest.fixture
def pair(new_site: NewSite, redis_url: str, new_postgres_database: Any) -> Pair:
    database, key = new_postgres_database(), token_urlsafe(60)
    one, other = (new_site(database_url=database, redis_url=redis_url, SECRET_KEY=key) for _ in range(2))
    return one, other


@pytest.fixture
def overheard(redis_url: str) -> Iterator[Any]:
    """Every message of every channel, by pattern; call it for all so far."""
    heard: list[tuple[str, bytes]] = []
    pubsub = Redis.from_url(redis_url).pubsub()
    pubsub.psubscribe("*")

    def all_of_it() -> list[tuple[str, bytes]]:
        while (told := pubsub.get_message(timeout=0.2)) is not None:
            if told["type"] == "pmessage":
                heard.append((told["channel"].decode(), told["data"]))
        return heard

    yield all_of_it
    pubsub.close()


async def test_a_game_at_two_servers_is_one_game(pair: Pair, new_player: NewPlayer, overheard: Any) -> None:
    one, other = pair
    oona, sefu = await new_player("Oona", at=one), await new_player("Sefu", at=other)
    await oona.create_game()
    await sefu.join_game(oona.code)
    for player in (oona, sefu):
        await player.connect(auth={"game_code": player.code, "last_seq": 0})
        await player.heard.until("reconnect_sync")
    await oona.start_game()
    await oona.generate_scenario()
    scene = await sefu.heard.until("new_scenario")
    whisper = await sefu.heard.until("whisper")
    assert whisper["scenario_id"] == scene["scenario_id"]
    assert whisper["whisper"] == (await sefu.my_whisper())["whisper"]
    assert oona.heard.of("whisper")[0]["whisper"] != whisper["whisper"]
    option = scene["options"][0]["id"]
    for player, listener in ((oona, sefu), (sefu, oona)):
        await player.make_choice(option)
        await listener.heard.until("player_chose", player_id=player.player_id)
    await sefu.say("typing", is_typing=True)
    await oona.heard.until("player_typing", player_id=sefu.player_id, is_typing=True)
    await oona.resolve_turn()
    await sefu.heard.until("turn_resolution")
    for player in (oona, sefu):
        assert player.heard.logged() == sorted(set(player.heard.logged()))
        for site in pair:
            assert REPAIRED not in site.log.read_text(), "what a process is told needs no query"
    secret = whisper["whisper"].encode()[:24]
    assert overheard(), "they do speak to each other"
    assert not [channel for channel, data in overheard() if secret in data]


async def test_a_server_without_players_of_a_game_hears_nothing_of_it(pair: Pair, new_player: NewPlayer, redis_url: str) -> None:
    one, other = pair
    oona, sefu = await new_player("Oona", at=one), await new_player("Sefu", at=other)
    await oona.create_game()
    await sefu.create_game()
    for player in (oona, sefu):
        await player.connect(auth={"game_code": player.code})
        await player.heard.until("reconnect_sync")
    redis = Redis.from_url(redis_url, decode_responses=True)
    channels = redis.pubsub_channels("codex:*game:*")
    assert [count for _, count in redis.pubsub_numsub(*channels)] == [1, 1]
    await oona.disconnect()
    await until(lambda: len(redis.pubsub_channels("codex:*game:*")) == 1)


async def test_whoever_comes_while_listening_begins_is_listened_for(redis_url: str) -> None:
    begun: list[bool] = []
    incoming = Incoming(redis_url, lambda message: None, lambda: begun.append(True))
    came, went = messages.channel_of(12), messages.channel_of(13)
    await incoming.join(went)
    running = asyncio.create_task(incoming.run())
    await asyncio.sleep(0)  # it is on the way to Redis
    await incoming.join(came)
    await incoming.leave(went)
    redis = Redis.from_url(redis_url, decode_responses=True)
    await until(lambda: begun and redis.pubsub_numsub(came, went) == [(came, 1), (went, 0)])
    incoming.stop()
    await running


@pytest.mark.parametrize("what", ["subscribe", "get_message"])
async def test_whatever_goes_wrong_with_a_connection_it_is_made_anew(redis_url: str, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    begun: list[bool] = []
    incoming = Incoming(redis_url, lambda message: None, lambda: begun.append(True))
    running = asyncio.create_task(incoming.run())
    await until(lambda: len(begun) == 1)
    broken = AsyncMock(side_effect=AttributeError("'NoneType' object has no attribute 'writelines'"))
    monkeypatch.setattr(incoming._pubsub, what, broken)
    await incoming.join(messages.channel_of(12))
    redis = Redis.from_url(redis_url, decode_responses=True)
    await until(lambda: len(begun) >= 2 and redis.pubsub_numsub(messages.channel_of(12)) == [(messages.channel_of(12), 1)])
    assert broken.called
    incoming.stop()
    await running


async def test_whoever_can_publish_cannot_speak_for_the_game(pair: Pair, new_player: NewPlayer, redis_url: str) -> None:
    one, _ = pair
    one.expect("a message that is not ours")
    oona = await new_player("Oona", at=one)
    await oona.create_game()
    await oona.connect(auth={"game_code": oona.code})
    await oona.heard.until("reconnect_sync")
    redis = Redis.from_url(redis_url)
    (channel,) = (each.decode() for each in redis.pubsub_channels("codex:*game:*"))
    forged = b'[1,"me","signal",{"name":"player_typing","data":{"player_id":"x"}}]'
    for data in (forged, b"\x00" * 16 + forged, b"", b"no JSON at all, and long enough"):
        redis.publish(channel, data)
    began = monotonic()
    await oona.post("chat_message", text="Is anybody there?")
    await oona.heard.until("chat_message")
    assert monotonic() - began < 30
    assert not oona.heard.of("player_typing")
    assert re.search("a message that is not ours", one.log.read_text())


def test_a_message_says_what_was_published_but_for_the_secrets() -> None:
    fact, secret = LoggedFact(7, "chat_message", {"text": "Ach"}), TellTo("p1", "whisper", {"whisper": "the copper key"})
    published = Published(12, "ABCDEF", [fact], [secret], [Removed("p2", kicked=True)])
    data = messages.encoded(12, messages.CHANGE, messages.told_of(published))
    assert b"copper" not in data
    read = messages.decoded(messages.channel_of(12), data)
    assert read.is_own
    assert read.published == Published(12, "ABCDEF", [fact], (), [Removed("p2", kicked=True)])
    assert read.whispered == ["p1"]


@pytest.mark.parametrize("where", [0, 20, -1])
def test_a_message_changed_on_the_way_or_moved_to_another_game_is_refused(where: int) -> None:
    data = bytearray(messages.encoded(12, messages.HERE, {}))
    with pytest.raises(messages.BadMessageError):
        messages.decoded(messages.channel_of(13), bytes(data))
    data[where] ^= 1
    with pytest.raises(messages.BadMessageError):
        messages.decoded(messages.channel_of(12), bytes(data))
