"""Tells how it ended."""

from games.scenarios.model import Ending, Epilogue, Seat, Story


def conclude(story: Story, seats: tuple[Seat, ...], *, trust: int, reason: str, seed: str) -> Epilogue:
    return Epilogue("What Came Home", "You part where the road parts.", tuple(Ending(seat.player_id, f"Went home by road {n}.") for n, seat in enumerate(seats, 1)))
