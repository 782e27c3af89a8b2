"""Versions of services: read and ordered as Semantic Versioning says (S1).

A version is major.minor.patch, as 3.2.15; a pre-release has a suffix, as 4.0.0-rc.1.
"""

import re

from semver import Version

NUMERIC, TEXT, END, FINAL = "01", "02", "00", "ff"


def parse(text: str) -> Version:
    """The version that ``text`` writes.

    :raises ValueError: when it is not major.minor.patch
    """
    return Version.parse(text)


# A tag as DIGIT's builds give it: v1.2.7-cb9eb30-5, with the commit and the build.
TAG = re.compile(
    r"v?(?P<version>\d+\.\d+\.\d+.*?)(-[0-9a-f]{6,40}(-\d+)?)?", re.IGNORECASE
)


def read(text: str) -> str:
    """The version in ``text`` as service lists write it: 1.2.7 in
    ``egovio/egov-user:v1.2.7-cb9eb30-5``.

    :raises ValueError: when there is none
    """
    match = TAG.fullmatch(text.strip().rpartition(":")[2])
    if not match:
        raise ValueError(text)
    return str(parse(match["version"]))


def get_sort_key(version: Version) -> str:
    """A text that sorts as versions do, whatever the collation: 2.9.9 < 2.10.0.

    Digits and the letters a to f only; a pre-release comes before its release.
    """
    numbers = (version.major, version.minor, version.patch)
    identifiers = version.prerelease.split(".") if version.prerelease else []
    suffix = "".join(map(_get_identifier_key, identifiers)) + END
    return "".join(map(_get_number_key, numbers)) + (suffix if identifiers else FINAL)


def _get_number_key(number):
    """Longer numbers are larger ones; none has more than 99 digits."""
    return f"{len(str(number)):02d}{number}"


def _get_identifier_key(identifier):
    if identifier.isdigit():
        return NUMERIC + _get_number_key(int(identifier))
    return TEXT + identifier.encode().hex() + END
