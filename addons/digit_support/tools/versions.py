"""Versions of services: read and ordered as Semantic Versioning says (S1).

A version is major.minor.patch, as 3.2.15; a pre-release has a suffix, as 4.0.0-rc.1.
"""

from semver import Version

NUMERIC, TEXT, END, FINAL = "01", "02", "00", "ff"


def parse(text: str) -> Version:
    """The version that ``text`` writes.

    :raises ValueError: when it is not major.minor.patch
    """
    return Version.parse(text)


def get_sort_key(version: Version) -> str:
    """A text that sorts as versions do, whatever the collation: 2.9.9 < 2.10.0.

    Digits and the letters a to f only; a pre-release comes before its release.
    """
    numbers = (version.major, version.minor, version.patch)
    identifiers = version.prerelease.split(".") if version.prerelease else []
    suffix = "".join(map(_get_identifier_key, identifiers)) + END
    return "".join(f"{number:010d}" for number in numbers) + (
        suffix if identifiers else FINAL
    )


def _get_identifier_key(identifier):
    if identifier.isdigit():
        return f"{NUMERIC}{int(identifier):010d}"
    return TEXT + identifier.encode().hex() + END
