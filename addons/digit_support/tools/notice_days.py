"""How many days before its end the notices about a version's support are due."""

LONGEST = 1000


def parse(text: str) -> tuple[int, ...]:
    """The days that ``text`` lists, the longest first: "180, 90, 30".

    :raises ValueError: when it is not a list of whole numbers from 1 to ``LONGEST``
    """
    days = {int(part) for part in (text or "").replace(";", ",").split(",")}
    if not all(1 <= day <= LONGEST for day in days):
        raise ValueError(text)
    return tuple(sorted(days, reverse=True))


def get_due(days: tuple[int, ...], left: int) -> int | None:
    """Which of the notices is due with ``left`` days to go; None if none is.

    The nearest one that has passed: who hears of it late hears of it once.
    """
    if left < 0:
        return None
    return min((day for day in days if left <= day), default=None)
