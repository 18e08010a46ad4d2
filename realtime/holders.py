"""How many lines an address and a session hold over all processes. While Redis is away each process counts its own alone."""

from hashlib import sha256
from typing import Any

from redis import RedisError

from games.counters import counts
from realtime import attendance, limits, process
from realtime.channel.messages import prefix
from realtime.lines import Line

# KEYS: the address' lines, the session's, the processes, the respite. ARGV: seconds kept, line, most of an address, most of a session,
# process, seconds.
# A line counts while its process lives. Answers whether there was room for one more.
HOLD = (
    "local processes, respite = KEYS[3], KEYS[4]"
    + attendance.RESPITE
    + """
local function held(key)
  local count = 0
  for _, line in ipairs(redis.call('SMEMBERS', key)) do
    if lives(string.match(line, '^([^|]*)|')) then count = count + 1 else redis.call('SREM', key, line) end
  end
  return count
end
redis.call('ZADD', KEYS[3], now + tonumber(ARGV[6]), ARGV[5])
if held(KEYS[1]) >= tonumber(ARGV[3]) or held(KEYS[2]) >= tonumber(ARGV[4]) then return 0 end
for place = 1, 2 do
  redis.call('SADD', KEYS[place], ARGV[2])
  redis.call('EXPIRE', KEYS[place], ARGV[1])
end
return 1
"""
)


async def hold(line: Line) -> bool:
    """Counts a line; whether its address and its session may hold it."""
    most = (limits.MOST_OF_ADDRESS, limits.MOST_OF_SESSION if line.cookie else limits.MOST_OF_ADDRESS)
    arguments = (attendance.KEPT_SECONDS, _member(line), *most, process.name(), attendance.LIVES_SECONDS)
    try:
        return bool(await _redis().eval(HOLD, 4, *_keys(line), attendance.processes(), attendance.respite(), *arguments))
    except RedisError:
        counts["redis_errors"] += 1
        return True


async def let_go(line: Line) -> None:
    """Counts a line no more."""
    try:
        for key in _keys(line):
            await _redis().srem(key, _member(line))
    except RedisError:
        counts["redis_errors"] += 1


def _redis() -> Any:
    return attendance.attendance().redis


def _member(line: Line) -> str:
    return f"{process.name()}|{line.eio_sid}"


def _keys(line: Line) -> tuple[str, str]:
    """A session's key is a secret, and stands nowhere as it is."""
    session = sha256(line.cookie.encode()).hexdigest()[:24] if line.cookie else f"none:{line.address}"
    return f"{prefix()}lines:address:{line.address}", f"{prefix()}lines:session:{session}"
