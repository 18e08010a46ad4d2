"""Moments as they go over the wire."""

from datetime import UTC, datetime


def wire_time(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, ending in ``Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def wire_time_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else wire_time(moment)
