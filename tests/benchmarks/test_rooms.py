"""The peers do the work that the game does."""

from benchmarks.peers.rooms import Room


def test_a_peers_room_counts_choices_and_begins_again() -> None:
    room = Room("AAAAAA")
    for each in "ab":
        room.sit(each, each.upper())
    room.choose("a", "left")
    told = room.told("a")
    assert (told["choices_submitted"], told["total_players"], told["all_submitted"], told["waiting_for"]) == (1, 2, False, ["b"])
    room.choose("b", "right")
    assert room.told("b")["all_submitted"] is True
    room.choose("a", "left")
    assert (room.told("a")["choices_submitted"], room.seq) == (1, 3)
