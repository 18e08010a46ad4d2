"""One server process: ``python -m arcane_site.serve``. What it listens to and which server it is comes from the environment."""

import gc
import os
import socket
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured

# A full collection visits every object of every client while everybody waits. But what a line or a request leaves behind goes in circles,
# some 20 KiB each, and stays until it is looked at: with 50000,20,50 a process grew to 188 MiB where it keeps to 125 with these.
GC_THRESHOLDS = "10000,5,5"


class Way(NamedTuple):
    """How this process serves: ``SERVER``, ``HOST``, ``PORT`` and ``GC_THRESHOLDS`` of the environment."""

    server: str
    host: str
    port: int
    gc_thresholds: tuple[int, ...]


def main() -> None:
    """Serves until a signal ends it."""
    gc.disable()  # all that is made until it serves stays: looking through it is an eighth of the time that it takes to start
    try:
        way = chosen(os.environ)
        listener = bound(way.host, way.port)
    except (ValueError, OSError) as error:
        sys.exit(str(error))
    try:
        application = import_module("arcane_site.asgi").application
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    run = server_of(way.server)
    tune_collection(way.gc_thresholds)
    run(application, listener)


def chosen(environment: Mapping[str, str]) -> Way:
    """What the environment says.

    Raises:
        ValueError: with one sentence, of what is not understood.
    """
    server = environment.get("SERVER") or "uvicorn"
    if server not in ("uvicorn", "daphne"):
        raise ValueError(f"SERVER is uvicorn or daphne, not {server}.")
    try:
        port = int(environment.get("PORT") or 8000)
        thresholds = tuple(int(each) for each in (environment.get("GC_THRESHOLDS") or GC_THRESHOLDS).split(","))
    except ValueError as error:
        raise ValueError(f"PORT and GC_THRESHOLDS are numbers: {error}.") from None
    return Way(server, environment.get("HOST") or "127.0.0.1", port, thresholds)


def bound(host: str, port: int) -> socket.socket:
    """The socket that this process will accept connections from. It does not listen before the server can answer.

    Raises:
        OSError: with one sentence, when there can be none.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise OSError(f"{host}:{port} cannot be listened to: {error.strerror}. PORT chooses another.") from error
    listener.setblocking(False)
    return listener


def server_of(name: str) -> Callable[..., None]:
    """What runs an application on a socket. Daphne's module brings its event loop along, so it is imported when it is wanted only."""
    run: Callable[..., None] = import_module(f"arcane_site.servers.{name}").run
    return run


def tune_collection(thresholds: tuple[int, ...]) -> None:
    """What was made at the start stays, and is not looked at again; the rest is looked at less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*thresholds)
    gc.enable()


if __name__ == "__main__":
    main()
