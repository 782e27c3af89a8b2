"""What an app is told when a call fails (RFC 9457)."""

from http import HTTPStatus

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """A call that is refused.

    :param status: the HTTP status
    :param errors: pairs of a field's name and what is wrong with it
    :param detail: what is wrong with the call as a whole
    :param headers: more headers of the answer, as pairs
    """

    def __init__(self, status, errors=(), detail="", headers=()):
        super().__init__(status, errors, detail)
        self.status = HTTPStatus(status)
        self.errors = list(errors)
        self.detail = detail
        self.headers = list(headers)

    def as_dict(self):
        """What is sent, ready for JSON."""
        errors = [{"field": name, "message": text} for name, text in self.errors]
        return {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": int(self.status),
            **({"detail": self.detail} if self.detail else {}),
            "errors": errors,
        }

    def as_text(self):
        """One line for people: the first thing that is wrong."""
        if self.errors:
            name, text = self.errors[0]
            return f"{name}: {text}" if name else text
        return self.detail or self.status.phrase
