"""Why a game ends."""

import pytest

from games.rules.phases import EndReason, reason_to_end


@pytest.mark.parametrize(
    ("trust", "turn_number", "max_turns", "reason"),
    [
        (50, 1, 8, None),
        (1, 7, 8, None),
        (50, 8, 8, EndReason.MAX_TURNS),
        (50, 9, 8, EndReason.MAX_TURNS),
        (100, 1, 1, EndReason.MAX_TURNS),
        (0, 1, 8, EndReason.TRUST_BROKEN),
        (0, 8, 8, EndReason.TRUST_BROKEN),
    ],
)
def test_reason_to_end(trust: int, turn_number: int, max_turns: int, reason: EndReason | None) -> None:
    assert reason_to_end(trust=trust, turn_number=turn_number, max_turns=max_turns) is reason
