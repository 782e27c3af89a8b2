"""Reading Odoo's logs: nothing above INFO may stand in them unexplained."""

import re

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) (?P<db>\S+) "
    r"(?P<logger>[^:\s]+): (?P<text>.*)$"
)
SEVERE = {"WARNING", "ERROR", "CRITICAL"}

# What may stand there, each with its reason: (logger, text, both as patterns).
ALLOWED = ()


def complaints(lines, expected=()):
    """The lines above INFO that neither the list nor ``expected`` explains."""
    found = (LINE.match(line) for line in lines)
    return [
        match.group(0)
        for match in found
        if match and match["level"] in SEVERE and not is_allowed(match, expected)
    ]


def is_allowed(match, expected):
    """Whether a line is one of the exceptions."""
    if any(re.search(pattern, match.group(0)) for pattern in expected):
        return True
    return any(
        re.fullmatch(logger, match["logger"]) and re.search(text, match["text"])
        for logger, text in ALLOWED
    )


def check_file(path, expected=()):
    """The complaints about a log file."""
    return complaints(path.read_text(errors="replace").splitlines(), expected)
