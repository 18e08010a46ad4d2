"""What one choice costs by POST beneath the server: CPU time of the thread that answers it, and where it goes.

    python -m benchmarks.profile_request [--tables 60] [--profile]

Uses a database of its own, as ``profile_turn`` does. Given are the tenth and the fiftieth of a hundred, since the slower ones are disturbed
by what else the machine does.
"""

import argparse
import cProfile
import gc
import io
import json
import pstats
import time
from collections.abc import Callable
from typing import Any

from benchmarks import profile_turn

BROWSER = [(b"host", b"127.0.0.1:8000"), (b"user-agent", b"Mozilla/5.0 (X11; Linux x86_64)"), (b"content-type", b"application/json")]
TOKEN = "0123456789abcdefghijklmnopqrstuv"
WORDS = "own words, as most people have"

Request = tuple[dict[str, Any], bytes]


def open_turns(tables: list[tuple[str, list[Any]]]) -> None:
    from games.services import scenes

    for code, people in tables:
        scenes.open_scene(person=people[0], code=code, scene=scenes.ask(person=people[0], code=code))


def requests(tables: list[tuple[str, list[Any]]]) -> list[Request]:
    """A choice of everybody, one of each table in turn, as uvicorn hands it on."""
    from games.sessions import SessionStore

    made = []
    for seat in range(4):
        for code, people in tables:
            session = SessionStore()
            session["person_id"] = str(people[seat].pk)
            session.save()
            made.append(_request(code, str(session.session_key)))
    return made


def _request(code: str, session: str) -> Request:
    body = json.dumps({"game_code": code, "choice": WORDS}).encode()
    headers = [
        *BROWSER, (b"content-length", str(len(body)).encode()), (b"x-csrftoken", TOKEN.encode()),
        (b"cookie", f"csrftoken={TOKEN}; sessionid={session}".encode()),
    ]  # fmt: skip
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/api/make_choice", "query_string": b"",
        "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    return scope, body


def timed(name: str, acts: list[Callable[[], Any]]) -> None:
    spent = []
    for act in acts:
        begun = time.thread_time_ns()
        act()
        spent.append((time.thread_time_ns() - begun) / 1000)
    spent.sort()
    print(f"{name:12} {spent[len(spent) // 10]:8.0f} µs {spent[len(spent) // 2]:8.0f} µs")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tables", type=int, default=60)
    options.add_argument("--profile", action="store_true")
    asked = options.parse_args()
    profile_turn.prepare()
    from arcane_site.answering import Answering

    tables = profile_turn.begun(asked.tables)
    open_turns(tables)
    application, profile = Answering(), cProfile.Profile()

    def answering(request: Request) -> Callable[[], Any]:
        return lambda: application._answer(request[0], io.BytesIO(request[1]))

    first, *acts = [answering(request) for request in requests(tables)]
    assert first().status == 200
    gc.disable()
    if asked.profile:
        profile.enable()
    timed("by POST", acts)
    profile.disable()
    others = profile_turn.begun(asked.tables)
    open_turns(others)
    timed("its service", profile_turn.phases(others, with_id=False)["choose"])
    if asked.profile:
        pstats.Stats(profile).sort_stats("cumtime").print_stats(60)


if __name__ == "__main__":
    main()
