"""Answers as the load's generator reads them."""

import pytest

from benchmarks.http import Line, answer_in

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: b=2\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"


@pytest.mark.parametrize(("whole", "status"), [(PLAIN, 200), (CHUNKED, 409)])
def test_an_answer_is_read_when_all_of_it_is_there(whole: bytes, status: int) -> None:
    read = answer_in(whole)
    assert read is not None
    assert (read[0], read[2]) == (status, b"hello")
    cut = len(whole) - 7 if status == 409 else len(whole) - 1
    assert answer_in(whole[:cut]) is None
    assert answer_in(whole[:20]) is None


def test_a_line_keeps_cookies_and_sends_them() -> None:
    told: list[tuple[int, bytes]] = []
    line = Line(80, {"csrftoken": "t"})
    line._then = lambda status, body: told.append((status, body))
    line.data_received(PLAIN[:30])
    assert told == []
    line.data_received(PLAIN[30:])
    assert told == [(200, b"hello")]
    request = line.request("POST", "/there", {"x": 1})
    assert b"Cookie: csrftoken=t; a=1; b=2\r\n" in request
    assert b"X-CSRFToken: t\r\n" in request
    assert request.endswith(b'\r\n\r\n{"x": 1}')
