"""How an administrator writes a promise in a cell: "4 h", "1-2 d", "24 e" or "-"."""

import re
from dataclasses import dataclass

BUSINESS_HOURS = "business_hours"
BUSINESS_DAYS = "business_days"
ELAPSED_HOURS = "elapsed_hours"
NO_PROMISE = "none"

LETTERS = {"h": BUSINESS_HOURS, "d": BUSINESS_DAYS, "e": ELAPSED_HOURS}
UNITS = {unit: letter for letter, unit in LETTERS.items()}
# More would not fit where the seconds of it are kept, and is a slip of the pen.
MAX_AMOUNT = 9999
MINUTES = 60  # in an hour

# Agreements are copied as they are written: "1-2 business days", "30 min".
_PATTERN = re.compile(
    r"(?:(?P<aim>\d+(?:[.,]\d+)?)\s*[-–]\s*)?"
    r"(?P<amount>\d+(?:[.,]\d+)?)\s*"
    r"(?:(?P<minutes>min(?:ute|uto)?s?)"
    r"|(?:business\s+)?(?P<letter>[hde])"
    r"(?:(?<=h)(?:rs?|ours?|oras?)|(?<=d)(?:ays?|ias?)|(?<=e)lapsed(?:\s+hours?)?)?"
    r"(?:\s+(?:úteis|útil))?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """A promise: ``amount`` of ``unit``, with an ``aim`` below it (0 for none)."""

    unit: str
    amount: float = 0
    aim: float = 0

    def __str__(self):
        if self.unit == NO_PROMISE:
            return "-"
        aim = f"{self.aim:g}-" if self.aim else ""
        return f"{aim}{self.amount:g} {UNITS[self.unit]}"


def parse(text: str) -> Term:
    """The term that ``text`` says.

    >>> parse("1-2 d")
    Term(unit='business_days', amount=2.0, aim=1.0)

    :raises ValueError: when it says none
    """
    text = text.strip()
    if text in ("-", "–"):
        return Term(NO_PROMISE)
    found = _PATTERN.fullmatch(text)
    if not found:
        raise ValueError(text)
    amount, aim = (
        float((found[name] or "0").replace(",", ".")) for name in ("amount", "aim")
    )
    if not 0 <= aim <= amount or not 0 < amount <= MAX_AMOUNT:
        raise ValueError(text)
    if found["minutes"]:
        return Term(BUSINESS_HOURS, amount / MINUTES, aim / MINUTES)
    return Term(LETTERS[found["letter"].lower()], amount, aim)
