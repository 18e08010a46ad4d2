"""Where somebody connects from. A header counts only when a proxy that we trust has written it."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

UNIX = "unix"
"""The peer at the other end of a Unix socket, and how ``TRUSTED_PROXIES`` names it."""


def address_of(scope: Mapping[str, Any]) -> str:
    """The address behind an ASGI scope: the peer, or who a trusted proxy says it speaks for. One IPv6 network of a house is one address."""
    trusted: Collection[str] = tuple(settings.TRUSTED_PROXIES)
    nearest = _peer(scope)
    for said in _hops(scope["headers"]) if trusted else ():
        if not _is_trusted(nearest, trusted) or _read(said) is None:
            break
        nearest = said
    return _house(nearest)


def address_behind(request: HttpRequest) -> str:
    """The address behind a request of Django's, by the same rules."""
    peer, said = request.META.get("REMOTE_ADDR"), request.META.get("HTTP_X_FORWARDED_FOR", "")
    headers = [(b"x-forwarded-for", said.encode("latin-1"))] if said else []
    return address_of({"client": (peer, 0) if peer else None, "headers": headers})


def is_behind_proxy(scope: Mapping[str, Any]) -> bool:
    """Whether a proxy that we trust has sent this request."""
    return _is_trusted(_peer(scope), tuple(settings.TRUSTED_PROXIES))


def _peer(scope: Mapping[str, Any]) -> str:
    return scope["client"][0] if scope.get("client") else UNIX


def _hops(headers: Iterable[tuple[bytes, bytes]]) -> list[str]:
    """What ``X-Forwarded-For`` says, the nearest first."""
    lines = [value.decode("latin-1") for name, value in headers if name.lower() == b"x-forwarded-for"]
    return [hop.strip() for hop in reversed(",".join(lines).split(","))] if lines else []


def _is_trusted(address: str, trusted: Collection[str]) -> bool:
    if address == UNIX:
        return UNIX in trusted
    read = _read(address)
    return read is not None and any(read in network for network in _networks(tuple(trusted)))


@lru_cache(maxsize=4096)
def _house(address: str) -> str:
    read = _read(address)
    if isinstance(read, IPv6Address):
        return str(ip_network((read, 64), strict=False))
    return address if read is None else str(read)


def _read(text: str) -> Address | None:
    """An address as proxies write it, with or without a port."""
    host = text.partition("]")[0].lstrip("[") if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@cache
def _networks(trusted: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(each, strict=False) for each in trusted if each != UNIX)
