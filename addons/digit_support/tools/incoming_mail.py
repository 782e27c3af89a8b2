"""A mail as it came in, read with care: anybody may have written any of it."""

import hashlib
import re
import unicodedata
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property

import authres

MAX_SIZE = 35 * 1024 * 1024  # 25 MB of files, as mail encodes them
MAX_HEADERS_SIZE = 128 * 1024
MAX_TEXT_SIZE = 1024 * 1024
MAX_PARTS = 200
MAX_NESTED = 50
MAX_PARAMETERS = 2000
MAX_ADDRESSES = 1000
MAX_STRANGE_TAGS = 1000
EXCERPT = 4000
MAX_ADDRESS = 320  # characters, by RFC 3696

ADDRESS_HEADERS = ("From", "Sender", "Reply-To", "To", "Cc", "Delivered-To")
TOO_LARGE = "too_large"

# What opens as a tag of HTML and is none: many of them keep a parser busy for long.
STRANGE_TAG = re.compile(rb"<(?![A-Za-z/])")
END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]@]{1,64}@[^\s<>,;:\"'()\[\]@]{1,255}")
# Letters of other alphabets, and digits, that look like Latin ones.
LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһԛԝкмнтвɡαονρτυικ01|i",
    "aeopcyxljsdhqwkmhtbgaovptulkolll",
)


# not named an error, for it is none
class MailHeld(Exception):  # noqa: N818
    """This mail is kept for an agent to decide.

    :param cause: one of the causes of ``digit.mail.quarantine``
    """

    def __init__(self, cause, detail=""):
        super().__init__(cause, detail)
        self.cause = cause
        self.detail = detail


class IncomingMail:
    """A mail as bytes; nothing is parsed before it is asked for."""

    def __init__(self, raw):
        if b"\nmessage-id:" not in b"\n" + self._cut_headers(raw).lower():
            # the same mail, fetched again, has to be known again
            name = hashlib.sha256(raw).hexdigest()
            raw = b"Message-ID: <%s@mail.invalid>\r\n" % name.encode() + raw
        self.raw = raw

    @staticmethod
    def _cut_headers(raw):
        end = END_OF_HEADERS.search(raw)
        return raw[: end.start()] if end else raw

    @property
    def headers_text(self):
        """The headers as they stand in the mail."""
        headers = self._cut_headers(self.raw)[:MAX_HEADERS_SIZE]
        return headers.decode("utf-8", "replace")

    @cached_property
    def headers(self):
        """The headers as they were sent, neither decoded nor put right."""
        headers = self._cut_headers(self.raw)[:MAX_HEADERS_SIZE]
        return BytesHeaderParser().parsebytes(headers + b"\r\n\r\n")

    def get_all(self, name):
        """The values of a header, topmost first, as text."""
        return [
            value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            for found, value in self.headers.raw_items()
            if found.lower() == name.lower()
        ]

    def get(self, name):
        """The decoded value of a header, or nothing."""
        values = self.get_all(name)
        return decode(values[0]) if values else ""

    def get_decoded(self, name):
        """The values of a header as a reader sees them."""
        return [decode(value) for value in self.get_all(name)]

    # ---------------------------------------------------
    # Which mail it is
    # ---------------------------------------------------

    @cached_property
    def message_id(self):
        return (self.get_all("Message-ID") or [""])[0].strip()

    @cached_property
    def digest(self):
        """The Message-ID in a length that an index takes."""
        return hashlib.sha256(self.message_id.encode("utf-8", "replace")).hexdigest()

    @cached_property
    def fingerprint(self):
        """Tells two mails apart that carry the same Message-ID."""
        end = END_OF_HEADERS.search(self.raw)
        body = self.raw[end.end() :] if end else b""
        known = "|".join(self.get_all("From") + self.get_all("Subject"))
        body = body.replace(b"\r\n", b"\n").strip()
        return hashlib.sha256(known.encode("utf-8", "replace") + body).hexdigest()

    @property
    def references(self):
        """The Message-IDs of the mails that this one answers."""
        texts = self.get_all("In-Reply-To") + self.get_all("References")
        return [found for text in texts for found in re.findall(r"<[^<>\s]+>", text)]

    @property
    def date(self):
        """When it was written, naive in UTC, as far as one can tell."""
        try:
            date = parsedate_to_datetime(self.get("Date"))
            return date.replace(tzinfo=None) - (date.utcoffset() or date - date)
        except (TypeError, ValueError, IndexError, OverflowError):
            return None

    # ---------------------------------------------------
    # Who sent it
    # ---------------------------------------------------

    @cached_property
    def senders(self):
        """The addresses that stand in From, each once."""
        return self._get_addresses("From")

    @cached_property
    def recipients(self):
        """The addresses to which it went, as far as the headers tell."""
        return self._get_addresses("Delivered-To", "To", "Cc")

    def _get_addresses(self, *names):
        values = [value for name in names for value in self.get_decoded(name)]
        try:
            found = [fold(address) for _name, address in getaddresses(values)]
        except RecursionError:  # a thousand brackets
            return []
        return list(dict.fromkeys(filter(ADDRESS.fullmatch, found)))

    @property
    def sender(self):
        """The address in From, or nothing."""
        return self.senders[0][:MAX_ADDRESS] if self.senders else ""

    @property
    def has_one_sender(self):
        return len(self.get_all("From")) == 1 and len(self.senders) == 1

    @cached_property
    def claims(self):
        """Every address that a reader may take for the sender's."""
        values = self.get_all("From") + self.get_all("Sender")
        texts = values + [decode(value) for value in values]
        return {fold(found) for text in texts for found in ADDRESS.findall(fold(text))}

    def is_authentic(self, authserv_id):
        """Whether our own mail server vouches for the address in From.

        Only the topmost Authentication-Results counts (RFC 8601): whoever sent the
        mail could write any below it.

        :param authserv_id: the name under which our mail server writes it
        """
        results = self.get_all("Authentication-Results")
        if not (authserv_id and results and self.has_one_sender):
            return False
        try:
            header = authres.AuthenticationResultsHeader.parse(
                f"Authentication-Results: {results[0]}"
            )
        except (authres.core.AuthResError, RecursionError):
            return False
        if (header.authserv_id or "").lower() != authserv_id.strip().lower():
            return False
        return vouches(header.results, self.sender.rpartition("@")[2])

    # ---------------------------------------------------
    # What it weighs
    # ---------------------------------------------------

    def check_size(self):
        """Refuse what would keep us busy for long."""
        sizes = (
            ("bytes", len(self.raw), MAX_SIZE),
            ("bytes of headers", len(self._cut_headers(self.raw)), MAX_HEADERS_SIZE),
        )
        for what, found, limit in sizes:
            self._check_limit(what, found, limit)
        # before anything is parsed: nested parts take the square of their number
        lower = self.raw.lower()
        nested = lower.count(b"boundary=") + lower.count(b"message/rfc822")
        self._check_limit("nested parts", nested, MAX_NESTED)
        self._check_limit("addresses", self._count_addresses(), MAX_ADDRESSES)
        parts = list(message_from_bytes(self.raw).walk())
        self._check_limit("parts", len(parts), MAX_PARTS)
        longest = max(map(self._get_longest_parameters, parts))
        self._check_limit("characters that describe a part", longest, MAX_PARAMETERS)
        texts = list(map(self._get_text, parts))
        self._check_limit("bytes of text", sum(map(len, texts)), MAX_TEXT_SIZE)
        strange = sum(len(STRANGE_TAG.findall(text)) for text in texts)
        self._check_limit("tags that are none", strange, MAX_STRANGE_TAGS)

    @staticmethod
    def _check_limit(what, found, limit):
        if found > limit:
            raise MailHeld(TOO_LARGE, f"{found} {what}, at most {limit}")

    def _count_addresses(self):
        """About as many as there are, or what would be taken for some."""
        values = [value for name in ADDRESS_HEADERS for value in self.get_all(name)]
        return max((value.count(c) for value in values for c in '",(<;'), default=0)

    @staticmethod
    def _get_longest_parameters(part):
        names = ("Content-Type", "Content-Disposition", "Content-ID")
        return max(len(str(part.get(name, ""))) for name in names)

    @staticmethod
    def _get_text(part):
        """The part as bytes, if it is shown: a file is not."""
        is_file = part.get_filename() or "attachment" in str(
            part.get("Content-Disposition", "")
        )
        if part.is_multipart() or is_file or part.get_content_maintype() != "text":
            return b""
        return part.get_payload(decode=True) or b""

    @property
    def excerpt(self):
        """The beginning of the text, and whether it is HTML."""
        parts = reversed(list(message_from_bytes(self.raw).walk()))
        texts = {part.get_content_type(): self._get_text(part) for part in parts}
        for kind in ("text/plain", "text/html"):
            if texts.get(kind):
                return texts[kind][: 4 * EXCERPT].decode("utf-8", "replace"), kind
        return "", "text/plain"


def decode(value):
    """A header's encoded words as text."""
    try:
        text = str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        text = value
    return re.sub(r"\s+", " ", text.replace("\0", "")).strip()


def fold(text):
    """Text without what a reader does not see: case, width, invisible characters."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if unicodedata.category(c) != "Cf").lower()


def get_skeleton(address):
    """What an address looks like: equal for two that a reader confuses."""
    labels = [_decode_label(label) for label in re.split(r"([@.])", fold(address))]
    text = unicodedata.normalize("NFKD", "".join(labels)).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return text.translate(LOOKALIKES).replace("rn", "m").replace("vv", "w")


def _decode_label(label):
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def vouches(results, domain):
    """Whether these results prove that a mail is from ``domain``.

    DMARC decides when the domain has a policy, else SPF or DKIM of the same domain.
    """
    policies = [
        result
        for result in results
        if result.method == "dmarc" and result.result != "none"
    ]
    if policies:
        return all(
            result.result == "pass" and domain in get_properties(result, "from")
            for result in policies
        )
    return any(
        result.result == "pass"
        and any(is_aligned(value, domain) for value in get_properties(result, *names))
        for result in results
        for method, names in (("dkim", ("d",)), ("spf", ("mailfrom",)))
        if result.method == method
    )


def get_properties(result, *names):
    """The values of properties, such as ``header.d``, in lower case."""
    return [p.value.lower() for p in result.properties if p.name in names and p.value]


def is_aligned(value, domain):
    """Whether ``domain`` is the proven one, or within it."""
    proven = value.rpartition("@")[2].strip('"')
    return "." in proven and (domain == proven or domain.endswith(f".{proven}"))
