"""Reading Odoo's logs: nothing above INFO may stand in them unexplained."""

import re

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) (?P<db>\S+) "
    r"(?P<logger>[^:\s]+): (?P<text>.*)$",
    re.DOTALL,
)
SEVERE = {"WARNING", "ERROR", "CRITICAL"}

# What may stand there, each with its reason: (logger, text, both as patterns).
ALLOWED = (
    # Two requests wrote the same row: Odoo logs the query, then tries again.
    (r"odoo\.sql_db", r"bad query: .*\nERROR: could not serialize access"),
)


def complaints(lines, expected=()):
    """What is above INFO and that neither the list nor ``expected`` explains."""
    found = (LINE.match(entry) for entry in entries(lines))
    return [
        match.group(0).split("\n")[0]
        for match in found
        if match and match["level"] in SEVERE and not is_allowed(match, expected)
    ]


def entries(lines):
    """The log's entries: a line with those that go on from it."""
    entry = []
    for line in lines:
        if LINE.match(line) and entry:
            yield "\n".join(entry)
            entry = []
        entry.append(line)
    if entry:
        yield "\n".join(entry)


def is_allowed(match, expected):
    """Whether a line is one of the exceptions."""
    if any(re.search(pattern, match.group(0)) for pattern in expected):
        return True
    return any(
        re.fullmatch(logger, match["logger"])
        and re.search(text, match["text"], re.DOTALL)
        for logger, text in ALLOWED
    )


def check_file(path, expected=()):
    """The complaints about a log file."""
    return complaints(path.read_text(errors="replace").splitlines(), expected)
