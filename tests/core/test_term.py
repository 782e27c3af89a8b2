"""What an administrator may write into a cell of a policy's table."""

import pytest
from digit_sla_tools import term
from digit_sla_tools.term import Term, parse


@pytest.mark.parametrize(
    "text, expected, shown",
    [
        ("4 h", Term(term.BUSINESS_HOURS, 4), "4 h"),
        ("4h", Term(term.BUSINESS_HOURS, 4), "4 h"),
        (" 0.5 H ", Term(term.BUSINESS_HOURS, 0.5), "0.5 h"),
        ("0,5 h", Term(term.BUSINESS_HOURS, 0.5), "0.5 h"),
        ("1 d", Term(term.BUSINESS_DAYS, 1), "1 d"),
        ("1-2 d", Term(term.BUSINESS_DAYS, 2, 1), "1-2 d"),
        ("24 e", Term(term.ELAPSED_HOURS, 24), "24 e"),
        ("-", Term(term.NO_PROMISE), "-"),
        # as an agreement says it
        ("4 hours", Term(term.BUSINESS_HOURS, 4), "4 h"),
        ("1 business hour", Term(term.BUSINESS_HOURS, 1), "1 h"),
        ("2 hrs", Term(term.BUSINESS_HOURS, 2), "2 h"),
        ("30 min", Term(term.BUSINESS_HOURS, 0.5), "0.5 h"),
        ("15-30 minutes", Term(term.BUSINESS_HOURS, 0.5, 0.25), "0.25-0.5 h"),
        ("1-2 business days", Term(term.BUSINESS_DAYS, 2, 1), "1-2 d"),
        ("1–2 Days", Term(term.BUSINESS_DAYS, 2, 1), "1-2 d"),
        ("24 elapsed hours", Term(term.ELAPSED_HOURS, 24), "24 e"),
        ("4 horas", Term(term.BUSINESS_HOURS, 4), "4 h"),
        ("1-2 dias úteis", Term(term.BUSINESS_DAYS, 2, 1), "1-2 d"),
    ],
)
def test_reads_and_shows(text, expected, shown):
    assert parse(text) == expected
    assert str(parse(text)) == shown
    assert parse(str(parse(text))) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "4", "h", "0 h", "-4 h", "2-1 d", "4 x", "soon", "4 h 30"),
        *("4 hays", "2 dours", "1 d 2 h", "4 business min", "10000 h"),
    ],
)
def test_refuses(text):
    with pytest.raises(ValueError):
        parse(text)
