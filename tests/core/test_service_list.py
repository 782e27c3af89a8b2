"""Service lists in all their shapes, and those that would do harm."""

import io
import json
import zipfile

import openpyxl
import pytest
from digit_support_tools import service_list
from digit_support_tools.service_list import Cell, ServiceListError, read


def get_triples(name, content):
    content = content if isinstance(content, bytes) else content.encode()
    return [(cell.service, cell.version, cell.release) for cell in read(name, content)]


def get_xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


USER = [("egov-user", "1.2.7", "2.9")]


def test_matrix_has_a_column_for_each_release():
    content = get_xlsx(
        ["Service", "DIGIT 2.8", "DIGIT 2.9"],
        ["egov-user", "1.2.6", "1.2.7"],
        ["inbox", None, "1.3.0"],
    )
    assert get_triples("list.xlsx", content) == [
        ("egov-user", "1.2.6", "DIGIT 2.8"),
        ("egov-user", "1.2.7", "DIGIT 2.9"),
        ("inbox", "1.3.0", "DIGIT 2.9"),
    ]


def test_cell_tells_its_place_and_the_name_beside_the_code():
    content = "code,service,2.9\negov-user,User,1.2.7"
    assert read("list.csv", content.encode()) == [
        Cell("C2", "egov-user", "1.2.7", "2.9", "User")
    ]


def test_name_is_taken_where_there_is_no_code():
    content = "code;service;2.9\n;eDCR;1.2.7\n"
    assert get_triples("list.csv", content) == [("eDCR", "1.2.7", "2.9")]


@pytest.mark.parametrize(
    "content",
    [
        "egov-user,1.2.7\n",
        "service,version\negov-user,1.2.7\n",
        "\ufeffService;Version\r\negov-user;1.2.7\r\n\r\n",
        "anything\tversion\negov-user\t1.2.7",
    ],
)
def test_two_columns_are_of_a_release_that_is_not_named(content):
    assert get_triples("list.csv", content) == [("egov-user", "1.2.7", "")]


def test_rows_may_name_their_release():
    content = "service,version,release\negov-user,1.2.7,2.9\n"
    assert get_triples("list.csv", content) == USER


def test_dash_is_no_version():
    content = "service,2.8,2.9\negov-user,-,1.2.7\n"
    assert get_triples("list.csv", content) == USER


@pytest.mark.parametrize(
    "tree",
    [
        {"release": "2.9", "services": {"egov-user": "1.2.7"}},
        {"release": "2.9", "services": [{"name": "egov-user", "version": "1.2.7"}]},
        {"release": "2.9", "egov-user": "1.2.7"},
        {"2.9": {"egov-user": "1.2.7"}},
        {"2.9": {"egov-user": {"version": "1.2.7"}}},
        [{"code": "egov-user", "version": "1.2.7", "release": "2.9"}],
        [{"release": "2.9", "services": {"egov-user": "1.2.7"}}],
        {"releases": [{"name": "2.9", "services": {"egov-user": "1.2.7"}}]},
        {"releases": {"2.9": {"egov-user": "1.2.7"}}},
        {
            "release": "2.9",
            "modules": [{"name": "core", "services": [{"egov-user": "1.2.7"}]}],
        },
    ],
)
def test_shapes_of_json_and_yaml(tree):
    text = json.dumps(tree)  # which is YAML, too
    assert get_triples("list.json", text) == USER
    assert get_triples("list.yaml", text) == USER


def test_images():
    text = "- egovio/egov-user:v1.2.7-cb9eb30-5\n- inbox:v1.3.0-32c61b6-11\n"
    assert get_triples("list.yml", text) == [
        ("egov-user", "egovio/egov-user:v1.2.7-cb9eb30-5", ""),
        ("inbox", "inbox:v1.3.0-32c61b6-11", ""),
    ]


def test_scalars_stay_as_they_are_written():
    assert get_triples("list.yaml", "egov-user: 1.10")[0][1] == "1.10"
    assert get_triples("list.json", '{"egov-user": 1.10}')[0][1] == "1.10"


def test_service_that_is_there_twice_is_there_twice():
    expected = [("a", "1.0.0", ""), ("a", "2.0.0", "")]
    assert get_triples("list.yaml", "a: 1.0.0\na: 2.0.0") == expected
    assert get_triples("list.json", '{"a": "1.0.0", "a": "2.0.0"}') == expected


def test_tags_of_yaml_make_nothing():
    text = "- !!python/object/apply:os.system [user:1.2.7]"
    assert get_triples("list.yaml", text) == [("user", "user:1.2.7", "")]


def get_zip_bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * (60 * 1024 * 1024))
    return stream.getvalue()


LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("list.pdf", b"%PDF", service_list.UNKNOWN_KIND),
        ("list", b"a,1.0.0", service_list.UNKNOWN_KIND),
        ("list.csv", b"a,1.0.0\n" * 1_000_000, service_list.TOO_LARGE),
        ("list.csv", b"a,1.0.0\n" * 6_000, service_list.TOO_LARGE),
        ("list.csv", b"", service_list.NOTHING),
        ("list.csv", b"service,2.9\n", service_list.NOTHING),
        ("list.json", b"{", service_list.BROKEN),
        ("list.json", b"[" * 1_000_000, service_list.BROKEN),
        ("list.json", b"[" * 20 + b"]" * 20, service_list.TOO_LARGE),
        ("list.json", b"[]", service_list.NOTHING),
        ("list.yaml", b"a: [", service_list.BROKEN),
        ("list.yaml", b"\x00\x01", service_list.BROKEN),
        ("list.yaml", b"[" * 1_000_000, service_list.TOO_LARGE),
        ("list.yaml", LAUGHS.encode(), service_list.TOO_LARGE),
        ("list.yaml", b"", service_list.NOTHING),
        ("list.xlsx", b"no zip", service_list.BROKEN),
        ("list.xlsx", get_zip_bomb(), service_list.TOO_LARGE),
    ],
)
def test_refused(name, content, cause):
    with pytest.raises(ServiceListError) as caught:
        read(name, content)
    assert caught.value.cause == cause
