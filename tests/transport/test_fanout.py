"""A room is told in order, once encoded, and without a task for each who hears."""

import asyncio
import json
from typing import Any

import pytest
import socketio
from engineio.async_socket import AsyncSocket
from socketio.packet import Packet

from realtime.transport import fanout
from realtime.transport.backlog import Backlog
from realtime.transport.engine import TransportEngine
from realtime.transport.fanout import Rooms
from realtime.transport.parcels import answer_of, parcels_of

HEARERS = ("a", "b", "c")
TOLD: list[Any] = [
    {"text": "Trust — “so they say”, ۔ \U0001f600"},
    [1, 2.5, None, True, "x"],
    {"a": {"b": [{}]}},
    {1: "a key that is a number"},
    {"big": 2**70},
    ("several", "arguments"),
    "text",
    7,
    None,
]


class Server(socketio.AsyncServer):
    def _engineio_server_class(self) -> type[TransportEngine]:
        return TransportEngine


async def a_room() -> Server:
    """Three clients in a room, the last of them also on another namespace."""
    server = Server(client_manager=Rooms(), async_mode="asgi", monitor_clients=False)
    server.on("connect", lambda sid, environ: None)
    for each in HEARERS:
        server.eio.sockets[each] = AsyncSocket(server.eio, each)
        await server.manager.connect(each, "/")
        await server.enter_room(sid_of(server, each), "room")
    return server


def sid_of(server: Server, eio_sid: str) -> str:
    sid: str = server.manager.sid_from_eio_sid(eio_sid, "/")
    return sid


def heard(server: Server, eio_sid: str) -> list[Any]:
    """The arguments of each event that waits for a client."""
    queue = server.eio.sockets[eio_sid].queue
    return [Packet(encoded_packet=queue.get_nowait().data).data for _ in range(queue.qsize())]


@pytest.mark.parametrize("data", TOLD, ids=repr)
async def test_each_hears_what_the_library_would_tell(data: Any) -> None:
    server = await a_room()
    await server.emit("told", data, room="room")
    arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
    expected = json.loads(json.dumps(["told", *arguments]))
    assert [heard(server, each) for each in HEARERS] == [[expected]] * 3


async def test_order_and_who_is_left_out() -> None:
    server = await a_room()
    for number in range(50):
        await server.emit("n", number, room="room", skip_sid=sid_of(server, "b") if number % 2 else None)
    assert heard(server, "a") == heard(server, "c") == [["n", number] for number in range(50)]
    assert heard(server, "b") == [["n", number] for number in range(0, 50, 2)]


async def test_one_several_rooms_everybody_and_nobody() -> None:
    server = await a_room()
    one, other = sid_of(server, "a"), sid_of(server, "b")
    await server.enter_room(other, "another")
    await server.emit("n", 1, to=one)
    await server.emit("n", 2, room=["room", "another"], skip_sid=[one, sid_of(server, "c")])
    await server.emit("n", 3)
    await server.emit("n", 4, room="empty")
    await server.emit("n", 5, namespace="/nowhere")
    assert [heard(server, each) for each in HEARERS] == [[["n", 1], ["n", 3]], [["n", 2], ["n", 3]], [["n", 3]]]


async def test_no_task_is_started() -> None:
    server = await a_room()
    before = asyncio.all_tasks()
    telling = server.emit("n", 1, room="room")
    with pytest.raises(StopIteration):
        telling.send(None)  # it is done, and has waited for nothing
    assert asyncio.all_tasks() == before
    assert heard(server, "a") == [["n", 1]]


async def test_everybody_hears_one_and_the_same_encoding() -> None:
    server = await a_room()
    await server.emit("told", {"a": 1}, room="room")
    assert len({id(server.eio.sockets[each].queue.get_nowait()) for each in HEARERS}) == 1


async def test_bytes_travel_as_attachments() -> None:
    server = await a_room()
    await server.emit("told", {"picture": b"\x00\xff"}, room="room")
    first, second = server.eio.sockets["a"].queue.get_nowait(), server.eio.sockets["a"].queue.get_nowait()
    packet = Packet(encoded_packet=first.data)
    assert packet.add_attachment(second.encode())
    assert packet.data == ["told", {"picture": b"\x00\xff"}]


async def test_who_is_told_much_at_once_lets_the_transports_work() -> None:
    server = await a_room()
    steps = 0

    async def count() -> None:
        nonlocal steps
        while True:
            steps += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    for number in range(fanout.MANY_WAITING + 20):
        await server.emit("n", number, room="room")
    counting.cancel()
    assert steps >= 20


async def test_a_callback_is_answered_under_its_own_number() -> None:
    server = await a_room()
    answers: list[Any] = []
    await server.emit("asked", 1, to=sid_of(server, "a"), callback=answers.append)
    packet = Packet(encoded_packet=server.eio.sockets["a"].queue.get_nowait().data)
    await server.manager.trigger_callback(sid_of(server, "a"), packet.id, ["yes"])
    assert answers == ["yes"]


async def test_a_slow_reader_is_named_once_it_is_over_the_limit() -> None:
    server = await a_room()
    slow: list[str] = []
    server.eio.on_slow = slow.append
    server.eio.sockets["a"].queue = Backlog()
    for number in range(256):
        await server.emit("n", number, to=sid_of(server, "a"))
    assert slow == []
    await server.emit("n", 256, to=sid_of(server, "a"))
    assert slow == ["a"]
    packets, size = server.eio.backlog()
    assert packets == 257 and size == sum(len(f'2["n",{number}]') for number in range(257))


async def test_what_waits_is_measured_in_bytes() -> None:
    (parcel,) = parcels_of("e", ["\U0001f600"], "/admin", Packet)
    assert parcel.size == len('2/admin,["e","\U0001f600"]'.encode())


async def test_who_has_gone_is_passed_over() -> None:
    server = await a_room()
    server.eio.sockets["a"].closed = True
    del server.eio.sockets["b"]
    await server.emit("n", 1, room="room")
    assert heard(server, "c") == [["n", 1]]
    assert server.eio.sockets["a"].queue.empty()


async def test_nothing_that_cannot_be_told_is_told_to_some() -> None:
    server = await a_room()
    with pytest.raises(TypeError):
        await server.emit("told", {"what": object()}, room="room")
    assert all(server.eio.sockets[each].queue.empty() for each in HEARERS)


@pytest.mark.parametrize("namespace", ["/", "/admin"])
@pytest.mark.parametrize(
    "answer", [{"ok": True, "seq": 7}, {"text": "\U0001f600 — ۔"}, {1: "a key that is a number"}, [1, None], "text"], ids=repr
)
def test_an_answer_is_what_the_library_would_answer(answer: Any, namespace: str) -> None:
    (parcel,) = answer_of(12, answer, namespace, Packet)
    read, told = Packet(encoded_packet=parcel.data), Packet(encoded_packet=Packet(3, namespace=namespace, id=12, data=[answer]).encode())
    assert (read.packet_type, read.namespace, read.id, read.data) == (told.packet_type, told.namespace, told.id, told.data)
    assert parcel.frame.endswith(parcel.data.encode())
