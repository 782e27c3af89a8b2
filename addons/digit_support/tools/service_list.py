"""Service lists, as spreadsheets, JSON or YAML, read into cells of the mapping (S1).

A spreadsheet has a service in each row, and a column for each release, or one column
called version, with or without another called release. JSON and YAML name services
and versions: ``{"release": "2.9", "services": {"egov-user": "1.2.7"}}``, or lists of
``{"name": ..., "version": ...}``, or of images: ``egovio/egov-user:v1.2.7-cb9eb30-5``.

What is read is not trusted: it is limited in size, depth and number.
"""

import csv
import io
import json
import zipfile
from dataclasses import dataclass

import openpyxl
import yaml
from openpyxl.utils import get_column_letter

from . import versions

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_CELLS = 30_000
MAX_ROWS = 5_000
MAX_COLUMNS = 200
MAX_DEPTH = 10
MAX_TEXT = 200

CODE_HEADERS = ("code", "service code")
NAME_HEADERS = ("service", "name", "service name")
EMPTY_TEXTS = ("", "-", "–")
CONTAINERS = ("services", "modules", "releases")

# libyaml's reader is twenty times as fast
YAML_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class ServiceListError(ValueError):
    """A list that cannot be read; ``cause`` is one of the constants below."""

    def __init__(self, cause):
        super().__init__(cause)
        self.cause = cause


TOO_LARGE = "too_large"
UNKNOWN_KIND = "unknown_kind"
BROKEN = "broken"
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Cell:
    """A version of a service in a release, as it is written.

    ``place`` is where: ``C7``, or the number of the entry. ``release`` is empty where
    the list does not name one. ``label`` is the service's name beside its code.
    """

    place: str
    service: str
    version: str
    release: str = ""
    label: str = ""


def read(file_name: str, content: bytes) -> list[Cell]:
    """The cells of a list that have a version.

    :raises ServiceListError: when it is too large, or no list
    """
    readers = {
        "xlsx": _read_xlsx,
        "csv": _read_csv,
        "json": _read_json,
        "yaml": _read_yaml,
        "yml": _read_yaml,
    }
    reader = readers.get(file_name.rpartition(".")[2].lower())
    if not reader:
        raise ServiceListError(UNKNOWN_KIND)
    if len(content) > MAX_BYTES:
        raise ServiceListError(TOO_LARGE)
    cells = reader(content)
    if len(cells) > MAX_CELLS:
        raise ServiceListError(TOO_LARGE)
    if not cells:
        raise ServiceListError(NOTHING)
    return cells


def _decode(content):
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


# ---------------------------------------------------
# Spreadsheets
# ---------------------------------------------------


def _read_csv(content):
    text = _decode(content)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return _collect_table(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise ServiceListError(BROKEN) from error


def _read_xlsx(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise ServiceListError(TOO_LARGE)
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True
        )
        return _collect_table(book.worksheets[0].iter_rows(values_only=True))
    except ServiceListError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file leads it to
        raise ServiceListError(BROKEN) from error


def _collect_table(rows):
    """The cells of ``rows``, the first one being its header, if it has one."""
    columns, cells = None, []
    for number, values in enumerate(rows, 1):
        texts = [_get_text(value) for value in values]
        if not any(texts):
            continue
        if number > MAX_ROWS or len(texts) > MAX_COLUMNS or len(cells) > MAX_CELLS:
            raise ServiceListError(TOO_LARGE)
        if columns is None:
            columns = _Columns.from_header(texts)
            if columns.has_header:
                continue
        cells += columns.collect(number, texts)
    return cells


def _get_text(value):
    return "" if value is None else str(value).strip()[:MAX_TEXT]


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a spreadsheet hold, by their index."""

    names: tuple[int, ...]
    versions: dict[int, str]  # the release of each, empty: not named
    code: int | None = None
    release: int | None = None
    has_header: bool = True

    @classmethod
    def from_header(cls, texts):
        """The columns that a first row announces."""
        if len(texts) > 1 and _is_version(texts[1]):
            return cls(names=(0,), versions={1: ""}, has_header=False)
        known = {text.lower(): index for index, text in enumerate(texts)}
        code = next((known[name] for name in CODE_HEADERS if name in known), None)
        names = tuple(known[name] for name in NAME_HEADERS if name in known)
        if code is None and not names:
            names = (0,)
        release = known.get("release")
        if "version" in known:
            return cls(names, {known["version"]: ""}, code, release)
        taken = {code, *names}
        columns = {i: text for i, text in enumerate(texts) if text and i not in taken}
        return cls(names, columns, code)

    def collect(self, number, texts):
        texts = [*texts, *[""] * (max(self.versions, default=0) + 1 - len(texts))]
        code = texts[self.code] if self.code is not None else ""
        name = next((texts[index] for index in self.names if texts[index]), "")
        own = texts[self.release] if self.release is not None else ""
        return [
            Cell(
                place=f"{get_column_letter(index + 1)}{number}",
                service=code or name,
                version=texts[index],
                release=release or own,
                label=name,
            )
            for index, release in self.versions.items()
            if texts[index] not in EMPTY_TEXTS
        ]


def _is_version(text):
    try:
        return bool(versions.read(text))
    except ValueError:
        return False


# ---------------------------------------------------
# Trees: JSON and YAML
# ---------------------------------------------------


class _Pairs(list):
    """The entries of a mapping, so that none is lost when a key is there twice."""

    def get(self, *keys):
        """The text of the first of ``keys`` that has one."""
        texts = (v for key in keys for k, v in self if k == key and isinstance(v, str))
        return next(texts, "")


def _read_json(content):
    try:
        tree = json.loads(
            _decode(content),
            object_pairs_hook=_Pairs,
            parse_int=str,
            parse_float=str,
        )
    except (ValueError, RecursionError) as error:
        raise ServiceListError(BROKEN) from error
    return _collect_tree(tree)


def _read_yaml(content):
    try:
        _check_yaml(content)
        node = yaml.compose(content, Loader=YAML_LOADER)
    except (yaml.YAMLError, ValueError) as error:
        raise ServiceListError(getattr(error, "cause", BROKEN)) from error
    return _collect_tree(_get_tree(node))


def _check_yaml(content):
    """Refuse what would grow when it is read: aliases, and depth without end."""
    depth = 0
    for event in yaml.parse(content, Loader=YAML_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent) or depth > MAX_DEPTH:
            raise ServiceListError(TOO_LARGE)


def _get_tree(node):
    """All scalars as they are written: 1.10 is no number."""
    if isinstance(node, yaml.MappingNode):
        return _Pairs((_get_tree(k), _get_tree(v)) for k, v in node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_get_tree(child) for child in node.value]
    return node.value if node else ""


def _collect_tree(tree):
    found = [
        Cell(str(number), *(_get_text(text) for text in texts))
        for number, texts in enumerate(_walk(tree), 1)
    ]
    return [cell for cell in found if cell.version not in EMPTY_TEXTS]


def _walk(tree, release="", depth=0):
    """(service, version, release, label) of each entry."""
    if depth > MAX_DEPTH:
        raise ServiceListError(TOO_LARGE)
    if isinstance(tree, _Pairs):
        yield from _walk_mapping(tree, release, depth)
    elif isinstance(tree, list):
        for child in tree:
            yield from _walk(child, release, depth + 1)
    elif isinstance(tree, str) and tree:
        yield _get_service(tree), tree, release, ""


def _walk_mapping(pairs, release, depth):
    release = pairs.get("release") or release
    version = pairs.get("version", "image", "tag")
    service = pairs.get("code", "service", "name") or _get_service(version)
    containers = [
        (k, v) for k, v in pairs if k in CONTAINERS and not isinstance(v, str)
    ]
    if containers:
        for key, child in containers:
            yield from _walk_container(key, child, release, depth)
    elif version and service:
        yield service, version, release, pairs.get("name")
    else:
        for key, child in pairs:
            if key == "release":
                continue
            if isinstance(child, str):
                yield key, child, release, ""
            elif isinstance(child, _Pairs) and child.get("version", "image", "tag"):
                named = _Pairs([*child, ("code", key)])
                yield from _walk(named, release, depth + 1)
            else:
                yield from _walk(child, key, depth + 1)


def _walk_container(key, child, release, depth):
    if key != "releases" or isinstance(child, _Pairs):
        yield from _walk(child, release, depth + 1)
        return
    for entry in child:
        name = entry.get("name") if isinstance(entry, _Pairs) else ""
        yield from _walk(entry, name or release, depth + 2)


def _get_service(image):
    """``egov-user`` of ``egovio/egov-user:v1.2.7``."""
    return image.rpartition(":")[0].rpartition("/")[2]
