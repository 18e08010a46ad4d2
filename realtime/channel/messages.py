"""The messages between processes: what they say, and that they are ours.

A message is ``[version, origin, kind, body]`` as JSON behind a signature, so that whoever can publish in Redis cannot speak for the game.
The words of a whisper are in none: the process that holds the player's line reads them.
"""

import hmac
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

import orjson
from django.conf import settings

from games.outbox import LoggedFact, Published, Removed
from realtime import process

VERSION = 1
CHANGE, SIGNAL, HERE = "change", "signal", "here"
KINDS = frozenset({CHANGE, SIGNAL, HERE})
SIGNATURE_BYTES = 16


class BadMessageError(Exception):
    """The message is none of ours; the text says why, and holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Message:
    """``body``: of a change its facts, who was whispered something, and who was removed; of a signal its ``name`` and ``data``."""

    game_id: int
    origin: str
    kind: str
    body: dict[str, Any]

    @property
    def is_own(self) -> bool:
        return self.origin == process.name()

    @property
    def published(self) -> Published:
        """The change, without its secrets."""
        facts = [LoggedFact(seq, name, data) for seq, name, data in self.body["facts"]]
        removed = [Removed(player_id, kicked) for player_id, kicked in self.body["removed"]]
        return Published(self.game_id, self.body["game_code"], facts, (), removed)

    @property
    def whispered(self) -> list[str]:
        return list(self.body["whispered"])


def told_of(published: Published) -> dict[str, Any]:
    """The body of a change."""
    return {
        "game_code": published.game_code,
        "facts": [[fact.seq, fact.name, fact.data] for fact in published.facts],
        "whispered": [secret.player_id for secret in published.secrets],
        "removed": [[removed.player_id, removed.kicked] for removed in published.removed],
    }


@cache
def prefix() -> str:
    """What begins all our names in Redis: one house's processes share it, another house's do not."""
    return f"codex:{blake2b(settings.SECRET_KEY.encode(), digest_size=6, person=b'codex-prefix').hexdigest()}:"


def channel_of(game_id: int) -> str:
    return f"{prefix()}game:{game_id}"


def encoded(game_id: int, kind: str, body: dict[str, Any]) -> bytes:
    payload = orjson.dumps([VERSION, process.name(), kind, body])
    return _signature(game_id, payload) + payload


def decoded(channel: str, data: bytes) -> Message:
    """
    Raises:
        BadMessageError: not signed by us, for this channel, or of another version.
    """
    game_id = channel.rpartition(":")[2]
    if not game_id.isdecimal():
        raise BadMessageError("no game's channel")
    signature, payload = data[:SIGNATURE_BYTES], data[SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, _signature(int(game_id), payload)):
        raise BadMessageError("not signed by us")
    version, origin, kind, body = orjson.loads(payload)
    if version != VERSION or kind not in KINDS:
        raise BadMessageError("of another version")
    return Message(int(game_id), origin, kind, body)


def _signature(game_id: int, payload: bytes) -> bytes:
    signed = blake2b(payload, digest_size=SIGNATURE_BYTES, key=_key(), salt=game_id.to_bytes(8, "big"))
    return signed.digest()


@cache
def _key() -> bytes:
    return blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"codex-channel").digest()
