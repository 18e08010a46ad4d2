"""Whatever the gate lets through, the library can read, and reads the same."""

import pytest
from socketio.packet import Packet

from realtime import gate
from tests.fuzz import mutations
from tests.fuzz.values import Values


@pytest.mark.parametrize("count", [pytest.param(4000, id="some"), pytest.param(200_000, id="all", marks=pytest.mark.long)])
def test_the_library_reads_what_the_gate_lets_through(count: int) -> None:
    values, through = Values(7), 0
    for _ in range(count):
        text = mutations.socket_packet(values)
        try:
            frame = gate.read(text)
        except gate.BadFrameError:
            continue
        through += 1
        packet = Packet(encoded_packet=text)
        assert (str(packet.packet_type), packet.id) == (frame.kind, frame.ack), text
    print(f"\ngate: {count} packets, {through} let through")
    assert through > count // 20


@pytest.mark.parametrize("text", ["1" + "1" * 9 + "1e5", "17-5e3", "1-1", "1[]", "1{}", '1"bye"'])
def test_a_disconnect_says_nothing(text: str) -> None:
    with pytest.raises(gate.BadFrameError):
        gate.read(text)
