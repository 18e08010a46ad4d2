"""Who is barred from the house: by name, account or address. Rows, so that a ban holds in every process within ``FRESH_SECONDS``."""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from time import monotonic

from django.db.models import Q
from django.utils import timezone

from games.errors import ErrorCode, GameError
from games.models import Ban, Person
from games.wire.fields import name_key

FRESH_SECONDS = 1.0
HOUSE_BITS = 64
"""One IPv6 network of a house is one address."""

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Barred:
    """All bans that hold at one moment."""

    names: frozenset[str] = frozenset()
    users: frozenset[int] = frozenset()
    networks: tuple[Network, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or self.users or self.networks)

    def holds(self, *, name: str = "", user_id: int | None = None, address: str = "") -> bool:
        """Whether somebody with these is barred. ``address`` is as ``realtime.addresses`` gives it, or empty."""
        if self.names and name and name_key(name) in self.names:
            return True
        return (user_id is not None and user_id in self.users) or self._holds_address(address)

    def _holds_address(self, address: str) -> bool:
        own = network_of(address) if self.networks and address else None
        return own is not None and any(own.version == each.version and own.subnet_of(each) for each in self.networks)  # type: ignore[arg-type]


_kept: tuple[float, Barred] | None = None


def current() -> Barred:
    """The bans that hold now, at most ``FRESH_SECONDS`` old."""
    global _kept
    now = monotonic()
    if _kept is None or now - _kept[0] > FRESH_SECONDS:
        _kept = (now, _read(timezone.now()))
    return _kept[1]


def forget() -> None:
    """Makes the next look a fresh one, in this process."""
    global _kept
    _kept = None


def require_welcome(*, person: Person | None = None, name: str = "", user_id: int | None = None, address: str = "") -> None:
    """Turns away who is barred, whichever of these it is by.

    Raises:
        GameError: ``KICKED``.
    """
    barred = current()
    if not barred:
        return
    own = person is not None and barred.holds(name=person.name, user_id=person.user_id)
    if own or barred.holds(name=name, user_id=user_id, address=address):
        raise refusal()


def refusal() -> GameError:
    """What somebody barred is told; not why, and not for how long."""
    return GameError(ErrorCode.KICKED, "A keeper has barred you from this house.")


def network_of(address: str) -> Network | None:
    """The network that an address means for us; None where it is none (a Unix socket)."""
    try:
        network = ip_network(address, strict=False)
    except ValueError:
        return None
    if isinstance(network, IPv6Network) and network.prefixlen > HOUSE_BITS:
        return network.supernet(new_prefix=HOUSE_BITS)
    return network


def _read(now: datetime) -> Barred:
    rows = list(Ban.objects.filter(Q(until=None) | Q(until__gt=now)).values_list("name_key", "user_id", "address"))
    networks = (network_of(address) for _, _, address in rows if address)
    return Barred(
        names=frozenset(name for name, _, _ in rows if name),
        users=frozenset(user_id for _, user_id, _ in rows if user_id is not None),
        networks=tuple(network for network in networks if network is not None),
    )
