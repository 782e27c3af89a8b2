"""What an app may send, and gets back: declared here, checked and documented from here.

The dictionaries are JSON Schema (2020-12), which is also what OpenAPI 3.1 speaks.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timezone

from dateutil.parser import isoparse
from jsonschema import Draft202012Validator, FormatChecker

MAX_FILES = 10
MAX_FILES_SIZE = 25 * 1024 * 1024
# base64 takes four bytes for three; the rest is for the words
MAX_BODY = MAX_FILES_SIZE * 4 // 3 + 1024 * 1024
MAX_FAULTS = 20
MAX_EMAIL = 254
MAX_ID = 2**31 - 1

INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)", re.ASCII
)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# As a URL, a file name and a person on the phone can carry it.
CLIENT_ID = "^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$"
PHONE = r"^\+?[0-9][0-9 ()./-]{3,38}$"

format_checker = FormatChecker(formats=())


def to_instant(text):
    """A moment in UTC, naive and to the second, as Odoo stores it.

    :raises ValueError: when ``text`` is no ISO 8601 date and time with a zone
    """
    if not INSTANT.fullmatch(text):
        raise ValueError(text)
    try:
        instant = isoparse(text).astimezone(timezone.utc)
    except OverflowError as error:
        raise ValueError(text) from error
    return instant.replace(microsecond=0, tzinfo=None)


def to_text(instant):
    """A naive UTC moment as it is sent, or None."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ") if instant else None


@format_checker.checks("date-time", raises=ValueError)
def is_instant(value):
    return not isinstance(value, str) or isinstance(to_instant(value), datetime)


@format_checker.checks("email")
def is_email(value):
    # the length first: a very long text would take the pattern very long
    return not isinstance(value, str) or (
        len(value) <= MAX_EMAIL and bool(EMAIL.fullmatch(value))
    )


def words(limit, description, *examples, **more):
    """A text of 1 to ``limit`` characters."""
    return {
        "type": "string",
        "minLength": 1,
        "maxLength": limit,
        "description": description,
        "examples": list(examples),
        **more,
    }


def record(properties, required=(), **more):
    """An object that has these properties and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
        **more,
    }


REPORTER = record(
    {
        "name": words(200, "Who reports.", "Ana Macuácua"),
        "email": words(
            MAX_EMAIL, "Answers go here.", "ana@example.org", format="email"
        ),
        "phone": words(
            40, "With the country's code.", "+258 84 123 4567", pattern=PHONE
        ),
        "id": words(100, "How the app calls this person.", "REG-0417"),
    },
    description="Who reports. Matched by e-mail address, then by telephone number, to "
    "a contact of the deployment's organisations; else kept as it was sent.",
)
ATTACHMENT = record(
    {
        "name": words(255, "The file's name.", "screen.png"),
        "type": words(
            100,
            "The media type that the app takes it for.",
            "image/png",
            pattern=r"^[\w.+-]+/[\w.+-]+$",
        ),
        "content": {
            "type": "string",
            "contentEncoding": "base64",
            "description": "The file, in base64.",
            "examples": ["iVBORw0KGgo="],
        },
    },
    required=["name", "content"],
)


def get_ticket_schema(kinds):
    """What an app sends to report something.

    :param kinds: the values that ``kind`` may have
    """
    return record(
        {
            "client_id": words(
                64,
                "Made by the app, such as a UUID, once for each report and kept with "
                "it. Sent again, also at the same moment, it gives the same ticket.",
                "6f1c2a54-9d4e-4f6b-8a53-0f8f6f6c2f10",
                pattern=CLIENT_ID,
            ),
            "subject": words(200, "In a few words.", "The app does not sync"),
            "description": words(
                50_000, "What happens, as plain text.", "Since nine. Error 504."
            ),
            "kind": {
                "type": "string",
                "enum": list(kinds),
                "default": "incident",
                "description": "What it is.",
                "examples": ["incident"],
            },
            "impact": words(
                100,
                "How much is affected: one of the programme's impacts, by its English "
                "name.",
                "High",
            ),
            "urgency": words(
                100,
                "How soon it hurts: one of the programme's urgencies, by its English "
                "name.",
                "Low",
            ),
            "category": words(
                200,
                "One of the categories offered in the portal, by its English name; "
                "with those above it if the name alone is not enough.",
                "Technical",
                "Technical / Login",
            ),
            "deployment": {
                "type": "integer",
                "minimum": 1,
                "maximum": MAX_ID,
                "description": "One of the app's deployments; not needed when it has "
                "only one.",
                "examples": [12],
            },
            "service": words(
                100,
                "The code of the service that fails. One that is not known here is "
                "noted on the ticket and does not refuse it.",
                "egov-workflow-v2",
            ),
            "version": words(
                50, "Its version as the app knows it; treated alike.", "3.2.15"
            ),
            "reporter": REPORTER,
            "occurred_at": words(
                40,
                "When it happened, by the clock of the device, with its zone. Kept as "
                "a fact; deadlines count from the arrival of the report.",
                "2026-11-23T09:30:00+02:00",
                format="date-time",
            ),
            "location": words(500, "Where, in free words.", "Moatize, health post 3"),
            "attachments": {
                "type": "array",
                "maxItems": MAX_FILES,
                "items": ATTACHMENT,
                "description": f"At most {MAX_FILES} files, "
                f"{MAX_FILES_SIZE // 1024 // 1024} MB in total.",
            },
        },
        required=["client_id", "subject", "description"],
        dependentRequired={"version": ["service"]},
    )


def optional(schema):
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


INSTANT_SENT = {
    "type": "string",
    "format": "date-time",
    "examples": ["2026-11-23T07:30:00Z"],
}


def get_answer_schema(kinds, statuses):
    """What an app is told about a ticket of its own."""
    text = {"type": "string"}
    properties = {
        "client_id": {**text, "description": "As the app sent it."},
        "reference": {**text, "examples": ["HT00012"]},
        "subject": text,
        "kind": {**text, "enum": list(kinds)},
        "status": {**text, "enum": list(statuses)},
        "status_label": {**text, "examples": ["Reported"]},
        "status_text": {**text, "description": "What the reporter may expect now."},
        "severity": optional(record({"code": text, "name": text}, ["code", "name"])),
        "deployment": optional(
            record({"id": {"type": "integer"}, "name": text}, ["id", "name"])
        ),
        "service": optional({**text, "description": "Null where it is not known."}),
        "version": optional({**text, "description": "Null where it is not known."}),
        "reported_at": INSTANT_SENT,
        "occurred_at": optional(INSTANT_SENT),
        "deadlines": {
            "type": "array",
            "description": "What is promised and not yet kept.",
            "items": record(
                {"metric": text, "label": text, "due_at": INSTANT_SENT},
                ["metric", "label", "due_at"],
            ),
        },
    }
    return record(properties, list(properties))


PROBLEM = record(
    {
        "type": {"type": "string", "examples": ["about:blank"]},
        "title": {"type": "string", "examples": ["Unprocessable Entity"]},
        "status": {"type": "integer", "examples": [422]},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": record(
                {
                    "field": {"type": "string", "examples": ["reporter.email"]},
                    "message": {"type": "string"},
                },
                ["field", "message"],
            ),
        },
    },
    ["type", "title", "status", "errors"],
    description="RFC 9457, with the fields that are wrong.",
)


# ---------------------------------------------------
# Checks
# ---------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field.

    ``rule`` is a keyword of JSON Schema, ``value`` what it asks for, ``example`` a
    value that would do.
    """

    field: str
    rule: str
    value: object = None
    example: object = None


def check(data, schema):
    """The faults of ``data``, in order; at most ``MAX_FAULTS``."""
    validator = Draft202012Validator(schema, format_checker=format_checker)
    found = {}
    for error in validator.iter_errors(data):
        for fault in _get_faults(error):
            found.setdefault((fault.field, fault.rule), fault)
        if len(found) >= MAX_FAULTS:
            break
    return list(found.values())[:MAX_FAULTS]


def _get_faults(error):
    """One for each field that this error of the library is about."""
    path = get_path(error.absolute_path)
    if error.validator == "required":
        names = [name for name in error.validator_value if name not in error.instance]
        return [Fault(_join(path, name), "required") for name in names]
    if error.validator == "dependentRequired":
        [names] = error.validator_value.values()
        return [Fault(_join(path, name), "required") for name in names]
    if error.validator == "additionalProperties":
        names = error.instance.keys() - error.schema["properties"].keys()
        names = sorted(names)[:MAX_FAULTS]
        return [
            Fault(_join(path, name[:100]), "additionalProperties") for name in names
        ]
    example = next(iter(error.schema.get("examples", ())), None)
    return [Fault(path, error.validator, error.validator_value, example)]


def get_path(parts):
    """As in ``attachments[0].name``; empty for the whole."""
    path = ""
    for part in parts:
        path = f"{path}[{part}]" if isinstance(part, int) else _join(path, part)
    return path


def _join(path, name):
    return f"{path}.{name}" if path else name
