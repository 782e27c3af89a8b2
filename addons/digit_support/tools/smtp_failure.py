"""What a mail server's refusal means: try again, or have a person look at it."""

import smtplib
from collections.abc import Mapping

PERMANENT = 500  # replies from here on are final (RFC 5321, 4.2.1)

# Seconds until the next try, after one, two ... failed ones. The longest, with the
# minute between two runs of the queue, leaves time to send within five minutes.
PAUSES = (30, 60, 120)


def is_passing(error):
    """Whether the same mail may be taken later: the server is away, or says so."""
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code < PERMANENT
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code < PERMANENT for code, _text in get_replies(error))
    return isinstance(error, OSError) and not isinstance(
        error, smtplib.SMTPNotSupportedError
    )


def get_replies(error):
    """What the server said: a list of (code, text)."""
    if isinstance(error, smtplib.SMTPResponseException):
        return [(error.smtp_code, to_text(error.smtp_error))]
    recipients = getattr(error, "recipients", None)
    if isinstance(recipients, Mapping):
        return [(code, to_text(text)) for code, text in recipients.values()]
    return []


def get_pause(tries):
    """Seconds to wait after so many failed tries."""
    return PAUSES[min(max(tries, 1), len(PAUSES)) - 1]


def to_text(reply):
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)


class Attempt:
    """What became of one try to send one mail."""

    def __init__(self):
        self.reached = []  # normalized addresses whose server took it
        self.error = None

    @property
    def is_passing(self):
        return is_passing(self.error)

    @property
    def replies(self):
        """The server's own words, as text."""
        return "; ".join(f"{code} {text}" for code, text in get_replies(self.error))
