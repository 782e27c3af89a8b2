"""What opens a link without a login is masked, and nothing else is."""

import logging

import pytest
from digit_support_tools import link_tokens
from digit_support_tools.link_tokens import TokenFilter, install, mask_tokens

UUID = "0b8a6cb0-94e4-4f0c-9d3e-5a3c8f3c6a11"
SIGNED = "AQAAAABpaGFzaC1fMTIzNDU2Nzg5MA"


@pytest.mark.parametrize(
    "path, masked",
    [
        (f"/ticket/rating/{SIGNED}?answer=5", "/ticket/rating/***?answer=5"),
        (f"/hi/ticket/resolution/{SIGNED}", "/hi/ticket/resolution/***"),
        (f"/ticket/escalation/{SIGNED}?ticket=7", "/ticket/escalation/***?ticket=7"),
        (f"/my/ticket/7/{UUID}", "/my/ticket/7/***"),
        (f"/rate/{UUID}/5", "/rate/***/5"),
        (f"/pt/rate/{UUID}/submit_feedback", "/pt/rate/***/submit_feedback"),
        (f"/chat/7/{SIGNED}", "/chat/7/***"),
        (f"/chat/7/{SIGNED}?email_token={UUID}", "/chat/7/***?email_token=***"),
        (f"/chat/{SIGNED}/War%20room", "/chat/***/War%20room"),
        (f"/meet/{SIGNED}", "/meet/***"),
        (f"/my/ticket/7?access_token={UUID}", "/my/ticket/7?access_token=***"),
        (
            f"/mail/avatar/1?_hash={SIGNED}&pid=3&token={UUID}",
            "/mail/avatar/1?_hash=***&pid=3&token=***",
        ),
        (f"/web/signup?token={SIGNED}&db=digit", "/web/signup?token=***&db=digit"),
        (
            f"/web/login?redirect=/my/ticket/7?access_token%3D{UUID}%26a%3D1",
            "/web/login?redirect=/my/ticket/7?access_token%3D***%26a%3D1",
        ),
        (f"/web/login?redirect=%252F%3Ftoken%253D{UUID}", None),
    ],
)
def test_token_is_masked(path, masked):
    line = mask_tokens(f'"GET {path} HTTP/1.1" 200 -')
    assert UUID not in line
    assert SIGNED not in line
    if masked:
        assert line == f'"GET {masked} HTTP/1.1" 200 -'


@pytest.mark.parametrize(
    "path",
    [
        "/my/ticket/7",
        "/my/ticket/7/resolution",
        "/my/ticket/7/time/12",
        "/my/tickets?search=token",
        "/ticket/close",
        "/web/content/12?download=true",
        "/discuss/channel/7",
        "/helpdesk/chat",
    ],
)
def test_other_addresses_stay_as_they_are(path):
    assert mask_tokens(path) == path


def filtered(*args):
    record = logging.LogRecord("werkzeug", logging.INFO, "", 0, *args, None)
    assert TokenFilter().filter(record)
    return record.getMessage()


def test_lines_are_masked_in_their_text_and_in_their_values():
    path = f"/ticket/rating/{SIGNED}"
    assert filtered(path, ()) == "/ticket/rating/***"
    line = filtered('1.2.3.4 "%s" %s %s', (f"GET {path} HTTP/1.1", 200, "-"))
    assert line == '1.2.3.4 "GET /ticket/rating/*** HTTP/1.1" 200 -'
    assert filtered("on path '%s'", (path,)) == "on path '/ticket/rating/***'"


def test_what_is_no_text_stays_as_it_is():
    error = ValueError("no")
    assert filtered(error, ()) == "no"
    assert filtered("%(a)s", ({"a": 1},)) == "1"


def test_it_is_installed_once(monkeypatch):
    monkeypatch.setattr(link_tokens, "LOGGERS", ("digit.test",))
    install()
    install()
    assert len(logging.getLogger("digit.test").filters) == 1
