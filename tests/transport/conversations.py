"""What clients say, well or badly, and how a server answers it, written down so that two servers can be compared."""

import json
import re
from collections.abc import Awaitable, Callable

from tests.transport.peer import BINARY, CLOSE, CONTINUATION, PING, PONG, TARGET, TEXT, Peer, asking, masked, text

Transcript = list[str]
Conversation = Callable[[int], Awaitable[Transcript]]
CONVERSATIONS: dict[str, Conversation] = {}
LAST, LASTS = '4299["last"]', "4399"
"""What a client says last that is not sent away, and what the answer begins with."""
ENTER, ENTERED = "40", "40"
PAUSE, PAUSED = masked(PING, b"pause"), f"pong {b'pause'.hex()}"
"""Between what is sent before and behind it the server has answered."""
ID = re.compile(r'("sid":)"[^"]+"')


async def heard(peer: Peer, *, until: str = "") -> Transcript:
    """What comes until a packet that begins so, or until the connection ends. A goodbye is answered."""
    told: Transcript = []
    while True:
        try:
            opcode, payload = await peer.frame()
        except EOFError:
            return [*told, "gone"]
        said = _said(opcode, payload)
        if until and said.startswith(until):
            return told
        if opcode == CLOSE:
            peer.send(masked(CLOSE, payload))
        told.append(said)


def _said(opcode: int, payload: bytes) -> str:
    if opcode == TEXT:
        return ID.sub(r"\1…", payload.decode())
    names = {BINARY: "binary", CLOSE: "close", PING: "ping", PONG: "pong"}
    shown = str(int.from_bytes(payload[:2], "big")) if opcode == CLOSE and payload else payload.hex()
    return f"{names[opcode]} {shown}".strip()


def says(name: str, *packets: str | bytes, entered: bool = True, last: str = LAST, until: str = LASTS) -> None:
    """Registers what a client sends after it has opened, and entered the namespace, and what it says last."""

    async def run(port: int) -> Transcript:
        peer = await asking("127.0.0.1", port)
        await peer.opened()
        if entered:
            await peer.enter()
        told = []
        for part in _parts([*packets, last]):
            peer.send(part)
            told += await heard(peer, until=PAUSED) if part == PAUSE else []
        return told + await heard(peer, until=until)

    CONVERSATIONS[name] = run


def _parts(packets: list[str | bytes]) -> list[bytes]:
    """What is sent in one piece, and the pauses between."""
    parts = [b""]
    for packet in packets:
        data = packet if isinstance(packet, bytes) else text(packet)
        parts = [*parts, data, b""] if data == PAUSE else [*parts[:-1], parts[-1] + data]
    return parts


def asks(name: str, target: str = TARGET, **how: str) -> None:
    """Registers a request, with the status that it is answered with, and the kind of what comes first."""

    async def run(port: int) -> Transcript:
        peer = await asking("127.0.0.1", port, target=target, **how)
        try:
            status = (await peer.answer()).status
        except EOFError:
            return ["no answer"]
        if status != 101:
            return [str(status)]
        try:
            opcode, payload = await peer.frame()
        except AssertionError:
            return [str(status), "no frame"]
        return [str(status), "open" if payload.startswith(b"0{") else _said(opcode, payload)]

    CONVERSATIONS[name] = run


PARTS = [masked(TEXT, b'421["he', is_last=False), masked(CONTINUATION, b"llo", is_last=False), masked(CONTINUATION, b'"]')]
BROKEN = {
    "without a mask": b"\x81\x02hi",
    "with a reserved bit": b"\xc1\x80mask",
    "of no kind": b"\x83\x80mask",
    "that is a ping in parts": b"\x09\x80mask",
    "that is a long ping": b"\x89\xfe\x00\x7e",
    "that goes on with nothing": masked(CONTINUATION, b"a"),
    "within a message": masked(TEXT, b"4", is_last=False) + masked(TEXT, b"4"),
    "that is no UTF-8": masked(TEXT, b"4\xff"),
    "with a close code that is none": masked(CLOSE, b"\x03\xed"),
    "with a close code of one byte": masked(CLOSE, b"\x03"),
    "that is too long": masked(TEXT, b"4" * 100_001),
    "that makes a message too long": masked(TEXT, b"4" * 60_000, is_last=False) + masked(CONTINUATION, b"4" * 60_000),
}

says("an event", '42["hello",1]')
says("an event that asks for an answer", '421["hello",{"a":[1,2.5,null,true,"x"]},"b"]')
says("letters of the world", '421["hello","\u2014\U0001f600"]')
says("several events in one piece", '421["a"]', '422["b"]', '423["c"]')
says("an answer of several events", '421["tell me"]')
says("an event with a binary part", '451-1["picture",{"_placeholder":true,"num":0}]', masked(BINARY, bytes(range(256))))
says("a message in parts", *PARTS)
says("a ping between the parts", PARTS[0], masked(PING, b"?"), *PARTS[1:])
says("pings and pongs of the websocket", masked(PING, b"") + masked(PING, b"x" * 125) + masked(PONG, b"unasked"))
says("entering", entered=False, last=ENTER, until=ENTERED)
says("entering with what is no object", '40"text"', entered=False)
says("entering a namespace that is not there", "40/nowhere,", entered=False, last=ENTER, until=ENTERED)
says("leaving and entering again", "41", PAUSE, last=ENTER, until=ENTERED)
says("being sent out of the namespace", '42["end me here"]', PAUSE, last=ENTER, until=ENTERED)
says("an event before entering", '421["hello"]', entered=False, last=ENTER, until=ENTERED)
says("being sent away", '42["end me"]')
says("entering twice", "40", '421["hello"]')
says("an answer to nothing", '437["?"]')
says("a goodbye", masked(CLOSE, b"\x03\xe8bye"))
says("a goodbye without a code", masked(CLOSE, b""))
says("a goodbye with a code of one's own", masked(CLOSE, b"\x0f\xa0"))
says("a goodbye of the engine", "1")
for what, data in BROKEN.items():
    says(f"a frame {what}", data)
says("no packet of the engine", "9")
says("an empty packet", "")
says("a packet in base64", "bAAEC", '421["hello"]')
says("a pong of the engine that nobody asked for", "3", '421["hello"]')
says("a ping of the engine", "2", '421["hello"]')
says("nothing of the engine", "6", '421["hello"]')
says("an upgrade where there is none", "5", '421["hello"]')
says("no packet of Socket.IO", "4x", '421["hello"]')
says("broken JSON", "42[", '421["hello"]')
says("an event without a name", "42[7]", '421["hello"]')
says("an event with a reserved name", '42["connect"]', '421["hello"]')
says("bytes nobody announced", masked(BINARY, b"\x00"), '421["hello"]')
asks("a request")
asks("with our own origin", Origin="http://codex.example")
asks("with another's origin", Origin="https://elsewhere.example")
asks("of an older engine", "/socket.io/?EIO=2&transport=websocket")
asks("without a version of the engine", "/socket.io/?transport=websocket")
asks("of a transport that is none", "/socket.io/?EIO=4&transport=pigeon")
asks("of long polling by websocket", "/socket.io/?EIO=4&transport=polling")
asks("of an unknown session", f"{TARGET}&sid=unknown")
asks("of an older websocket", Sec_WebSocket_Version="7")
asks("without a key", Sec_WebSocket_Key="")
asks("elsewhere", "/elsewhere/")


async def _opening(port: int) -> Transcript:
    peer = await asking("127.0.0.1", port)
    return [json.dumps({**await peer.opened(), "sid": "…"}, sort_keys=True)]


CONVERSATIONS["the open packet"] = _opening
