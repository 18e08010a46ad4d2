"""What a peer written in Python keeps of a game: in memory, until it ends."""

from datetime import UTC, datetime
from typing import Any


class Room:
    """One table: who sits there, who has chosen, how much was told."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.names: dict[str, str] = {}
        self.choices: dict[str, str] = {}
        self.seq = 0

    def sit(self, player_id: str, name: str) -> None:
        self.names[player_id] = name

    def choose(self, player_id: str, choice: str) -> None:
        """Keeps a choice. After everybody's the next turn begins by itself."""
        if len(self.choices) == len(self.names):
            self.choices.clear()
        self.choices[player_id] = choice

    def told(self, player_id: str) -> dict[str, Any]:
        """What everybody is told of a choice."""
        self.seq += 1
        waiting = [each for each in self.names if each not in self.choices]
        return {
            "player_id": player_id,
            "player_name": self.names[player_id],
            "choices_submitted": len(self.choices),
            "total_players": len(self.names),
            "all_submitted": not waiting,
            "waiting_for": waiting,
            "seq": self.seq,
            "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }

    def state(self) -> dict[str, Any]:
        """What whoever enters is told."""
        players = [{"player_id": each, "player_name": name, "online": True} for each, name in self.names.items()]
        return {"game_code": self.code, "players": players, "seq": self.seq}


_rooms: dict[str, Room] = {}


def room(code: str) -> Room:
    return _rooms.setdefault(code, Room(code))
