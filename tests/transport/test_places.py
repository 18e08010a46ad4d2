"""Wherever it is served: over TLS, IPv6 and a Unix socket, by either parser of HTTP and on uvloop; and the end of a server."""

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import socketio
import uvicorn
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from realtime.transport.protocol import protocol_of
from tests.transport.conftest import Server, running
from tests.transport.peer import CLOSE, HEADERS, KEY, TARGET, Peer, all_leave, asking, masked


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own for 127.0.0.1, with its key in the same file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "codex.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("certificate") / "own.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


async def talk(asked: Peer) -> None:
    await asked.opened()
    await asked.enter()
    asked.say('421["hello"]')
    assert await asked.packet() == "431[[]]"


def scopes(server: Server) -> list[Any]:
    """The scopes of the requests that will come."""
    seen: list[Any] = []
    server.eio.admit = seen.append
    return seen


@pytest.mark.parametrize("http", ["httptools", "h11"])
async def test_over_tls(certificate: Path, http: str) -> None:
    made = Server()
    seen = scopes(made)
    async with running(made, ssl_certfile=str(certificate), http=http):
        asked = await asking("127.0.0.1", made.port, security=ssl.create_default_context(cafile=str(certificate)))
        await talk(asked)
        await made.emit("much", "x" * 300_000)
        assert len(await asked.packet()) > 300_000
        asked.send(masked(CLOSE, b"\x03\xe8"))
        assert await asked.rest() == ["close 1000"]
    assert [(each["scheme"], each["client"][0]) for each in seen] == [("wss", "127.0.0.1")]


@pytest.mark.parametrize("http", ["httptools", "h11"])
async def test_over_ipv6(http: str) -> None:
    made = Server()
    seen = scopes(made)
    async with running(made, host="::1", http=http):
        await talk(await asking("::1", made.port, Host="[::1]"))
    assert [(each["scheme"], each["client"][0], each["server"][0]) for each in seen] == [("ws", "::1", "::1")]


async def test_over_a_unix_socket(tmp_path: Path) -> None:
    made, path = Server(), str(tmp_path / "socket")
    seen = scopes(made)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    config = uvicorn.Config(socketio.ASGIApp(made), ws=protocol_of(made.eio), lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    async with asyncio.timeout(10):
        while not server.started:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    reader, writer = await asyncio.open_unix_connection(path)
    lines = [f"GET {TARGET} HTTP/1.1", *(f"{name}: {value}" for name, value in {**HEADERS, "Sec-WebSocket-Key": KEY}.items())]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    await talk(Peer(reader, writer))
    await all_leave()
    server.should_exit = server.force_exit = True
    await task
    assert [each["client"] for each in seen] == [None]


def test_on_uvloop() -> None:
    async def serve() -> list[Any]:
        made = Server()
        async with running(made):
            asked = await asking("127.0.0.1", made.port)
            await talk(asked)
            for number in range(200):
                await made.emit("n", [number, "x" * 2000])
            assert len(await asked.until(f'42["n",[199,"{"x" * 2000}"]]')) == 200
            asked.leave()
            await made.until("disconnect: transport close")
            return made.happened

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(serve()) == ["connect", ("hello",), "disconnect: transport close"]


async def test_a_server_that_ends_says_so_and_waits_for_what_is_worked_on() -> None:
    made = Server()
    async with running(made, timeout_graceful_shutdown=5) as server:
        idle, busy = [await asking("127.0.0.1", made.port) for _ in range(2)]
        for each in (idle, busy):
            await each.opened()
            await each.enter()
        busy.say('421["wait"]')
        while made.eio.sockets[busy.sid].wire._task is None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        server.should_exit = True
        for each in (idle, busy):
            assert await each.packet() == "close 1012"
            each.send(masked(CLOSE, b"\x03\xf4"))
        await made.until("disconnect: transport close")
        assert ("wait",) not in made.happened
        made.slow.set()
        await made.until(("wait",))
        async with asyncio.timeout(10):
            while made.eio.sockets:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert made.happened.count("disconnect: transport close") == 2
