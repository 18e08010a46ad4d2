"""``python -m benchmarks [--quick] [LOAD …]``: measures the loads named, or all, and writes the results."""

import argparse
import asyncio
import os
import resource
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import uvloop

from benchmarks import pictures, report
from benchmarks.loads import cluster, durable, fanout, growth, hall, idle, parts, servers
from benchmarks.places import GENERATORS_CORE, PICTURES, VAR
from benchmarks.scale import QUICK, WHOLE, Scale

LOADS: dict[str, Callable[[Scale], Awaitable[dict[str, Any]]]] = {
    "fanout": fanout.measure,
    "durable": durable.measure,
    "idle": idle.measure,
    "cluster": cluster.measure,
    "hall": hall.measure,
    "growth": growth.measure,
    "servers": servers.measure,
    "parts": parts.measure,
}
BY_NAME = {"servers", "parts"}
"""Loads that are measured only when they are named: what they tell is seldom wanted, and takes long."""
FILES = 20_000
"""As many sockets as a full hall needs, with some to spare."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("loads", nargs="*", metavar="LOAD", help=", ".join(LOADS))
    parser.add_argument("--quick", action="store_true", help="small and short: shows that all works, not how fast it is")
    chosen = parser.parse_args()
    unknown = set(chosen.loads) - set(LOADS)
    if unknown:
        parser.error(f"There is no load {', '.join(sorted(unknown))}.")
    _prepare()
    for name in chosen.loads or [each for each in LOADS if each not in BY_NAME]:
        _measure(name, QUICK if chosen.quick else WHOLE)
    print(report.table(report.read()))


def _measure(name: str, scale: Scale) -> None:
    begun = time.monotonic()
    print(f"{name} …", flush=True)
    load = uvloop.run(_until_stopped(LOADS[name](scale)))
    results = report.merged(report.read(), name, load, quick=scale.quick)
    report.write(results)
    pictures.draw(results, PICTURES)
    print(f"{name}: {time.monotonic() - begun:.0f} s", flush=True)


async def _until_stopped(work: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    """Does the work; a signal ends it in such a way that no server stays behind."""
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


def _prepare() -> None:
    os.sched_setaffinity(0, {GENERATORS_CORE})
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES if most == resource.RLIM_INFINITY else min(FILES, most), most))
    VAR.mkdir(parents=True, exist_ok=True)
    for left in VAR.glob("*.sqlite3*"):
        left.unlink()


if __name__ == "__main__":
    sys.exit(main())
