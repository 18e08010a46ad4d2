"""Whether the libraries are inside as this package knows them. It leans on what they do not promise, so a new version is read first."""

import hashlib
import inspect
import sys
from collections.abc import Mapping
from operator import attrgetter
from typing import Any

import engineio
import socketio
from engineio import packet as engine_packet
from engineio.async_drivers import asgi
from engineio.async_socket import AsyncSocket
from socketio.base_manager import BaseManager
from uvicorn.config import Config
from uvicorn.protocols import utils
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import Server, ServerState

ROOTS: Mapping[str, Any] = {
    "uvicorn.httptools": HttpToolsProtocol,
    "uvicorn.h11": H11Protocol,
    "uvicorn.Config": Config,
    "uvicorn.Server": Server,
    "uvicorn.ServerState": ServerState,
    "uvicorn.utils": utils,
    "engineio": engineio.AsyncServer,
    "engineio.socket": AsyncSocket,
    "engineio.asgi": asgi,
    "engineio.Packet": engine_packet.Packet,
    "socketio": socketio.AsyncServer,
    "socketio.manager": BaseManager,
    "socketio.async_manager": socketio.AsyncManager,
}
KNOWN: Mapping[str, str] = {
    "uvicorn.httptools:data_received": "bf0865fea4e5",
    "uvicorn.httptools:handle_websocket_upgrade": "2c1544dd1c73",
    "uvicorn.h11:handle_websocket_upgrade": "3dd40401bb71",
    "uvicorn.Config:load": "02ff8d2fc307",
    "uvicorn.Server:shutdown": "c7f0712094a4",
    "uvicorn.Server:_wait_tasks_to_complete": "68104e937770",
    "uvicorn.ServerState": "738c45a3f549",
    "uvicorn.utils:get_local_addr": "93f6e6dfdf6a",
    "uvicorn.utils:get_remote_addr": "3b39a2985acf",
    "uvicorn.utils:is_ssl": "de1216ff6ed0",
    "engineio:handle_request": "dc3d7232e9ef",
    "engineio:send": "f5746e1bf415",
    "engineio:send_packet": "c39f0dff79e2",
    "engineio:shutdown": "76ead0a3218c",
    "engineio:transport": "a090b7412d71",
    "engineio:_cors_allowed_origins": "5025e091d08a",
    "engineio:_get_socket": "ed8470cfe348",
    "engineio:_handle_connect": "0fa154a52b1e",
    "engineio:_service_task": "3f2887ba8d8b",
    "engineio:_trigger_event": "b1043cac0683",
    "engineio.socket:check_ping_timeout": "31184ed147b4",
    "engineio.socket:close": "ee275dfe1daf",
    "engineio.socket:handle_get_request": "35d353c3ceea",
    "engineio.socket:handle_post_request": "f36e6e000889",
    "engineio.socket:poll": "36aadfd61b32",
    "engineio.socket:schedule_ping": "62384f27da35",
    "engineio.socket:_send_ping": "bda597b32667",
    "engineio.asgi:translate_request": "f3ff6f4e1f46",
    "engineio.Packet": "83b6f47f8001",
    "socketio:emit": "9293e761ab44",
    "socketio:_engineio_server_class": "b892bc9bc840",
    "socketio:_handle_ack": "5a917dbbf1da",
    "socketio:_handle_connect": "422b13b1c7fe",
    "socketio:_handle_disconnect": "572ee53beaa7",
    "socketio:_handle_eio_connect": "8b6cebee4bf1",
    "socketio:_handle_eio_disconnect": "4ca5fa36b746",
    "socketio:_handle_eio_message": "b3f3fabd95b9",
    "socketio:_handle_event": "55599321cbc6",
    "socketio:_send_packet": "0511aab23d9e",
    "socketio.async_manager:emit": "50850afb592d",
    "socketio.manager:get_participants": "fdd8d728ebd8",
}
"""Each part that is leant on, with the digest of its source. ``python -m realtime.transport.known`` prints it for what is installed."""


def strange() -> list[str]:
    """The parts of the libraries that are not as they are known, by name; empty when all are."""
    return [name for name, digest in KNOWN.items() if digest_of(name) != digest]


def digest_of(name: str) -> str:
    """A digest of the source of one part; empty where there is none."""
    root, _, path = name.partition(":")
    try:
        part = attrgetter(path)(ROOTS[root]) if path else ROOTS[root]
        source = inspect.getsource(part)
    except (AttributeError, OSError, TypeError):
        return ""
    return hashlib.blake2b(source.encode(), digest_size=6).hexdigest()


def main() -> None:
    """Prints the parts with the digests of what is installed."""
    for name in KNOWN:
        sys.stdout.write(f'    "{name}": "{digest_of(name)}",\n')


if __name__ == "__main__":
    main()
