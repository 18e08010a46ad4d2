"""Whatever the gate lets through, the library can read, and reads the same."""

import re
from typing import Any

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


def _read(text: str) -> Any:
    try:
        return repr(gate.parsed_json(text))
    except gate.BadFrameError:
        return gate.BadFrameError


@pytest.mark.parametrize("count", [pytest.param(4000, id="some"), pytest.param(200_000, id="all", marks=pytest.mark.long)])
def test_a_text_means_the_same_to_both_readers(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    values = Values(11)
    texts = {mutations.socket_packet(values).lstrip("0123456789") for _ in range(count)}
    texts |= {"NaN", "-Infinity", "1e999", "[1e-999]", "01", "-0", "-0.0", "1.", "[1,]", "\ufeff1"}
    texts |= {'"\x00"', '"\\u0000"', '"\\ud800"', '"\ud800"'}
    texts |= {"1" * digits for digits in range(15, 19)} | {"-" + "1" * digits for digits in range(14, 18)}
    texts |= {"[" * depth + "]" * depth for depth in range(14, 19)} | {'{"a":' * depth + "1" + "}" * depth for depth in range(14, 19)}
    quickly = {text: _read(text) for text in texts}
    monkeypatch.setattr(gate, "DOUBTFUL", re.compile(""))
    assert {text: _read(text) for text in texts} == quickly
    refused = sum(each is gate.BadFrameError for each in quickly.values())
    assert count // 50 < refused < len(texts) - count // 50
