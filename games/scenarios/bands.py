"""Trust in words: five bands from broken to sworn."""

from enum import StrEnum


class Band(StrEnum):
    BROKEN = "broken"
    BREAKING = "breaking"
    FRAYING = "fraying"
    STEADY = "steady"
    SWORN = "sworn"


_FROM = ((80, Band.SWORN), (40, Band.STEADY), (10, Band.FRAYING), (1, Band.BREAKING))


def band_of(trust: int) -> Band:
    return next((band for least, band in _FROM if trust >= least), Band.BROKEN)
