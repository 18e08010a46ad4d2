"""Which lines lead into which game, over all processes: what Redis keeps of it.

Each process says every few seconds that it lives. A line counts while its process does, so lines themselves need no renewing, and those of
a process that was killed end all at once. Beside the lines stands who is known to be here: whoever adds the first line of a player, or
takes away the last, learns that from Redis, and so exactly one process tells it.

Each method raises ``redis.RedisError`` while Redis is away.
"""

import asyncio
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.conf import settings
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.retry import Retry as PatientRetry

from realtime import process
from realtime.channel.messages import prefix

LIVES_SECONDS = 7
"""How long a process counts as alive after it last said so."""
KEPT_SECONDS = 60 * 60 * 24
ANSWER_SECONDS = 0.5
SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Seen:
    """One line into a game: of a player, or of somebody who watches (``player_id`` is None)."""

    player_id: str | None
    person: str
    process: str
    sid: str

    @property
    def member(self) -> str:
        return SEPARATOR.join((self.player_id or "", self.person, self.process, self.sid))

    @classmethod
    def read(cls, member: str) -> "Seen":
        player_id, person, its_process, sid = member.split(SEPARATOR)
        return cls(player_id or None, person, its_process, sid)


# KEYS: the processes, and the respite. Where not one process has said in time that it lives, Redis was out of their reach: for as long as a
# sign of life counts none of them is taken for dead, so that whoever is back first does not bury the others.
RESPITE = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local latest = redis.call('ZREVRANGE', processes, 0, 0, 'WITHSCORES')[2]
if latest and tonumber(latest) <= now then redis.call('SET', respite, 1, 'EX', SECONDS) end
local is_respite = redis.call('EXISTS', respite) == 1
local function lives(process)
  local until_ = redis.call('ZSCORE', processes, process)
  return until_ and (is_respite or tonumber(until_) > now)
end
""".replace("SECONDS", str(LIVES_SECONDS))
# KEYS: the game's lines, who is here, the processes, the respite. Every script drops the lines of dead processes first, and knows whose.
HEAD = (
    "local processes, respite = KEYS[3], KEYS[4]"
    + RESPITE
    + """
local live, has, dropped = {}, {}, {}
for _, member in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local player, owner = string.match(member, '^([^|]*)|[^|]*|([^|]*)|')
  if lives(owner) then
    live[#live + 1] = member
    has[player] = true
  else
    redis.call('SREM', KEYS[1], member)
    dropped[#dropped + 1] = player
  end
end
local gone = {}
for _, player in ipairs(dropped) do
  if player ~= '' and not has[player] and redis.call('SREM', KEYS[2], player) == 1 then gone[#gone + 1] = player end
end
"""
)
# ARGV: process, seconds, kept, then a player and a line each. Answers who was not here before.
ADD = (
    HEAD
    + """
if #live == 0 then redis.call('DEL', KEYS[2]) end
redis.call('ZADD', KEYS[3], now + tonumber(ARGV[2]), ARGV[1])
local new = {}
for place = 4, #ARGV, 2 do
  redis.call('SADD', KEYS[1], ARGV[place + 1])
  if ARGV[place] ~= '' and redis.call('SADD', KEYS[2], ARGV[place]) == 1 then new[#new + 1] = ARGV[place] end
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return {new, gone}
"""
)
# ARGV: player, line. Answers whether the player has no line any more, and was here.
TAKE = (
    HEAD
    + """
redis.call('SREM', KEYS[1], ARGV[2])
for _, member in ipairs(live) do
  if member ~= ARGV[2] and string.match(member, '^([^|]*)|') == ARGV[1] then return {{}, gone} end
end
if ARGV[1] ~= '' and redis.call('SREM', KEYS[2], ARGV[1]) == 1 then return {{ARGV[1]}, gone} end
return {{}, gone}
"""
)
LOOK = HEAD + "return {live, gone}"
# Only reads: whoever finds somebody gone has to tell it, and that is for a process that holds the room.
READ = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local latest = redis.call('ZREVRANGE', KEYS[3], 0, 0, 'WITHSCORES')[2]
local is_respite = redis.call('EXISTS', KEYS[4]) == 1 or (latest and tonumber(latest) <= now)
local live = {}
for _, member in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local until_ = redis.call('ZSCORE', KEYS[3], string.match(member, '^[^|]*|[^|]*|([^|]*)|'))
  if until_ and (is_respite or tonumber(until_) > now) then live[#live + 1] = member end
end
return live
"""
# KEYS: the processes, the respite, and what only a sign of life writes. ARGV: process, seconds. Answers whether Redis had forgotten it, and
# who lives.
LIVE = (
    "local processes, respite = KEYS[1], KEYS[2]"
    + RESPITE
    + """
local known = redis.call('EXISTS', KEYS[3])
redis.call('SET', KEYS[3], 1, 'EX', ARGV[2])
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 3600)
return {1 - known, redis.call('ZRANGEBYSCORE', KEYS[1], is_respite and '-inf' or now, '+inf')}
"""
)


class Attendance:
    """The scripts, for one event loop. ``new`` and ``gone`` are the public ids of players."""

    def __init__(self, url: str) -> None:
        self.redis = AsyncRedis.from_url(
            url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS, retry=Retry(NoBackoff(), 1), decode_responses=True
        )
        self._add, self._take, self._look, self._live = (self.redis.register_script(each) for each in (ADD, TAKE, LOOK, LIVE))

    async def add(self, game_id: int, lines: list[Seen]) -> tuple[set[str], set[str]]:
        """Notes lines of this process; gives who is new here by them, and who was found to be gone."""
        named = [part for line in lines for part in (line.player_id or "", line.member)]
        new, gone = await self._add(keys=_keys(game_id), args=[process.name(), LIVES_SECONDS, KEPT_SECONDS, *named])
        return set(new), set(gone)

    async def take(self, game_id: int, line: Seen) -> set[str]:
        """Takes a line of this process away; gives who is gone."""
        taken, gone = await self._take(keys=_keys(game_id), args=[line.player_id or "", line.member])
        return {*taken, *gone}

    async def look(self, game_id: int) -> tuple[list[Seen], set[str]]:
        """The lines of all processes, and who was found to be gone."""
        live, gone = await self._look(keys=_keys(game_id))
        return [Seen.read(member) for member in live], set(gone)

    async def live(self) -> tuple[bool, set[str]]:
        """Says that this process lives; gives whether Redis had forgotten it, and which processes live."""
        forgotten, living = await self._live(
            keys=[processes(), respite(), f"{prefix()}process:{process.name()}"], args=[process.name(), LIVES_SECONDS]
        )
        return bool(forgotten), set(living)


def here_now(game_id: int) -> list[Seen]:
    """The lines of all processes, asked for from any thread."""
    return [Seen.read(member) for member in cast(Any, _reader()(keys=_keys(game_id)))]


@cache
def _reader() -> Any:
    client = Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=ANSWER_SECONDS,
        socket_connect_timeout=ANSWER_SECONDS,
        retry=PatientRetry(NoBackoff(), 1),
        decode_responses=True,
    )
    return client.register_script(READ)


def _keys(game_id: int) -> list[str]:
    return [f"{prefix()}game:{game_id}:lines", f"{prefix()}game:{game_id}:here", processes(), respite()]


def processes() -> str:
    return f"{prefix()}processes"


def respite() -> str:
    return f"{prefix()}respite"


_of_loop: tuple[asyncio.AbstractEventLoop, Attendance] | None = None


def attendance() -> Attendance:
    """That of the running event loop."""
    global _of_loop
    loop = asyncio.get_running_loop()
    if _of_loop is None or _of_loop[0] is not loop:
        _of_loop = (loop, Attendance(settings.REDIS_URL))
    return _of_loop[1]


async def closed() -> None:
    """Ends what the running event loop holds of Redis."""
    global _of_loop
    held, _of_loop = _of_loop, None
    if held is not None and held[0] is asyncio.get_running_loop():
        await held[1].redis.aclose()
