"""A spreadsheet computes none of our texts, and they stay readable."""

from datetime import date

import pytest
from digit_support_tools.spreadsheet_text import as_text


@pytest.mark.parametrize("sign", "=+-@＝＋－＠\t\r\n\0")
def test_no_text_begins_with_what_begins_a_formula(sign):
    assert as_text(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("  =1", "'  =1"),
        ("\xa0@SUM(1)", "'\xa0@SUM(1)"),
        ("{=1}", "'{=1}"),
        ("\n=1", "'\n'=1"),
        ("a;=1;", "a;'=1;"),
        ('a; "=1";', 'a; "=1";'),
        ('a;"=1";', 'a;\'"=1";'),
        ("Steps:\r\n- log in", "Steps:\r\n'- log in"),
        (b"+/8=", "'+/8="),
    ],
)
def test_nor_does_what_may_become_a_cell(text, expected):
    assert as_text(text) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Pay -5, or = 3",
        "balbir@punjab.example.com",
        "P1 - Halted",
        "Steps:\nlog in",
        "<p>-5</p>",
        "'=1",
        -5,
        -0.5,
        None,
        False,
        date(2026, 11, 30),
    ],
)
def test_anything_else_stays_as_it_is(value):
    assert as_text(value) == value


def test_a_long_text_takes_no_time():
    assert as_text(" " * 10**6) == " " * 10**6
    assert as_text('"; ' * 10**5).count("'") == 0
