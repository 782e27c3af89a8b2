"""Links that need no login: what opens them is in no log (S15)."""

import logging
import re

HIDDEN = "***"
# They write the addresses that are asked for: of each request, of one that is
# refused, of one that takes too long.
LOGGERS = ("werkzeug", "odoo.http", "odoo.tools.misc")
TOKEN = re.compile(
    r"""
    (
        /ticket/[a-z]+/                 # our own: /ticket/rating/<token>
        | /my/ticket/\d+/(?=[\w-]{20})  # of helpdesk_mgmt
        | /(?:chat|meet|rate)/(?:\d+/)?  # of Discuss and of Odoo's ratings
        | (?:token|hash)                # access_token=, _hash=
          (?:=|%(?:25)*3[Dd])           # also inside of redirect=
    )
    [^\s/?&\#"'%]+
    """,
    re.VERBOSE,
)


def mask_tokens(text):
    """``text`` without the tokens in the addresses that it names."""
    return TOKEN.sub(rf"\1{HIDDEN}", text)


class TokenFilter(logging.Filter):
    """Lets every line through, without the tokens in it."""

    def filter(self, record):
        record.msg = self._mask(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(self._mask, record.args))
        return True

    def _mask(self, value):
        return mask_tokens(value) if isinstance(value, str) else value


def install():
    """Mask what the loggers write from here on; once is enough."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(found, TokenFilter) for found in logger.filters):
            logger.addFilter(TokenFilter())
