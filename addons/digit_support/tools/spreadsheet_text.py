"""Text that no spreadsheet computes, whatever it begins with (ASVS 1.2.10)."""

import re

# What begins a formula, also in full width, in braces, or after spaces.
_FORMULA = r"[^\S\t\r\n]*\{?[=+\-@＝＋－＠]"
# A cell begins where the text does. Where settings separate by semicolons or tabs, as
# Portuguese ones, the quotes around a text do not hold it together: a cell begins after
# each of them, too, and after each line.
_BEGINNING = re.compile(
    r"^(?=[\t\r\n\0])"
    rf"|^(?={_FORMULA})"
    rf'|(?<=[;\t\r\n\0])(?="*{_FORMULA})'
)


def as_text(value):
    """``value`` with an apostrophe before what would be a formula.

    Numbers and dates stay what they are; what is in bytes is text.
    """
    if isinstance(value, bytes):
        value = value.decode()
    return _BEGINNING.sub("'", value) if isinstance(value, str) else value
