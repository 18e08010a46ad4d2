"""The lines that clients hold to this process: one for each Engine.IO connection, whatever transport carries it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

CONNECT_SECONDS = 5.0
"""How long a line may be nameless: no namespace has let its client in."""


@dataclass(slots=True, eq=False)
class Line:
    """One Engine.IO connection.

    ``cookie`` is the session that it was opened with, ``names`` the namespaces that let its client in, ``nameless_since`` the moment
    from which there were none. ``hang_up`` ends a websocket without waiting for the client. ``heard_at`` is when the client last sent
    anything, ``lag`` how many seconds its last answer to a ping took.
    """

    eio_sid: str
    address: str
    cookie: str
    nameless_since: float
    names: tuple[str, ...] = ()
    is_open: bool = True
    hang_up: Callable[[], None] = lambda: None
    heard_at: float | None = None
    lag: float | None = None


class Lines:
    """All lines, and how many of them are held, by address and by session. Only the event loop's thread changes it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lines: dict[str, Line] = {}
        self._parting: dict[str, Line] = {}
        self.of_address: Counter[str] = Counter()
        self.named_of_address: Counter[str] = Counter()
        self.named_of_session: Counter[str] = Counter()
        self.on_nameless: Callable[[Line], None] = lambda line: None
        """Told of a line that no namespace lets in any more."""

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def named(self) -> int:
        return self.named_of_address.total()

    def get(self, eio_sid: str) -> Line | None:
        return self._lines.get(eio_sid)

    def parting(self, eio_sid: str) -> Line | None:
        """A line that has ended, and whose client may still fetch what it was told before."""
        return self._parting.get(eio_sid)

    def open(self, eio_sid: str, address: str, cookie: str) -> Line:
        line = self._lines[eio_sid] = Line(eio_sid, address, cookie, self._clock())
        self.of_address[address] += 1
        return line

    def end(self, eio_sid: str, *, is_parting: bool = False) -> Line | None:
        """Forgets a line, one that is ``is_parting`` not before ``parted``; None where it has ended before."""
        line = self._lines.pop(eio_sid, None)
        if line is not None:
            if is_parting:
                self._parting[eio_sid] = line
            line.is_open = False
            for namespace in line.names:
                self.unname(line, namespace)
            _less(self.of_address, line.address)
        return line

    def parted(self, eio_sid: str) -> None:
        """Forgets a line that was parting."""
        self._parting.pop(eio_sid, None)

    def name(self, line: Line, namespace: str) -> None:
        """Notes that a namespace lets the client of a line in."""
        if not line.names:
            self.named_of_address[line.address] += 1
            self.named_of_session[line.cookie] += 1
        if namespace not in line.names:
            line.names += (namespace,)

    def unname(self, line: Line, namespace: str, *, since: float | None = None) -> None:
        """Notes that the client is out again, nameless from now on or ``since``."""
        if namespace not in line.names:
            return
        line.names = tuple(name for name in line.names if name != namespace)
        if not line.names:
            line.nameless_since = self._clock() if since is None else since
            _less(self.named_of_address, line.address)
            _less(self.named_of_session, line.cookie)
            self.on_nameless(line)

    def nameless(self) -> list[Line]:
        """The lines whose time to say who they are is over."""
        before = self._clock() - CONNECT_SECONDS
        return [line for line in self._lines.values() if not line.names and line.nameless_since < before]


def _less(counter: Counter[str], key: str) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]
