"""Ends its own process at a marked point, as a power cut would.

``POWER_CUT_AT=before_commit:3`` names the point and at which passing of it the process ends; counting begins with the signal USR1, so that
everybody can be back before the next cut.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

from django.apps import AppConfig

Cut = Callable[[], None]


class PowerCutConfig(AppConfig):
    name = "tests.faults"
    label = "faults"

    def ready(self) -> None:
        point, _, count = os.environ.get("POWER_CUT_AT", "").partition(":")
        if point in POINTS:
            POINTS[point](_cut_at(int(count)))


def _cut_at(count: int) -> Cut:
    left, armed = count, False

    def arm(*_: object) -> None:
        nonlocal armed
        armed = True

    def cut() -> None:
        nonlocal left
        left -= armed
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    signal.signal(signal.SIGUSR1, arm)
    return cut


def before_commit(cut: Cut) -> None:
    """Everything is written, nothing is committed."""
    from games.services.table import Table

    save = Table._save

    def cut_after(self: Table) -> None:
        save(self)
        cut()

    Table._save = cut_after  # type: ignore[method-assign]


def after_commit(cut: Cut) -> None:
    """Everything is committed, nobody has been told."""
    from games import outbox

    publish = outbox.publish

    def cut_first(published: outbox.Published) -> None:
        cut()
        publish(published)

    outbox.publish = cut_first


def before_emit(cut: Cut) -> None:
    """The event loop has heard of it, no socket has."""
    from realtime import announce

    tell = announce.tell

    async def cut_first(game_id: int, name: str, data: dict[str, Any], **more: Any) -> None:
        if "seq" in data:
            cut()
        await tell(game_id, name, data, **more)

    announce.tell = cut_first


def before_ack(cut: Cut) -> None:
    """The command is carried out and committed, its answer has not left."""
    from games.api import acting
    from realtime import handlers

    once = acting.once

    def cut_after(**arguments: Any) -> dict[str, Any]:
        answer = once(**arguments)
        cut()
        return answer

    acting.once = handlers.once = cut_after


POINTS: dict[str, Callable[[Cut], None]] = {each.__name__: each for each in (before_commit, after_commit, before_emit, before_ack)}
