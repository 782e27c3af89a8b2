"""Versions: read, told from build tags, and ordered as semver.org says."""

import pytest
from digit_support_tools.versions import get_sort_key, parse, read
from hypothesis import given
from hypothesis import strategies as st
from semver import Version

number = st.integers(min_value=0, max_value=10**30)
identifier = st.one_of(
    number.map(str),
    st.from_regex(r"[0-9]*[A-Za-z-][0-9A-Za-z-]{0,8}", fullmatch=True),
)
prerelease = st.lists(identifier, max_size=4).map(".".join)
version = st.builds(Version, number, number, number, prerelease)
# near each other, so that the pre-release decides
neighbour = st.builds(Version, st.integers(1, 2), st.just(0), st.just(0), prerelease)
pairs = st.one_of(st.tuples(version, version), st.tuples(neighbour, neighbour))


def sign(left, right):
    return (left > right) - (left < right)


@given(pairs)
def test_keys_sort_as_versions_compare(pair):
    left, right = pair
    assert sign(get_sort_key(left), get_sort_key(right)) == left.compare(right)


@given(version)
def test_key_has_only_what_every_collation_sorts_alike(one):
    assert set(get_sort_key(one)) <= set("0123456789abcdef")


@given(version)
def test_version_is_read_as_it_is_written(one):
    assert parse(str(one)) == one


def test_chain_of_semver_org():
    chain = (
        "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 "
        "1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 1.2.0 1.10.0 2.0.0"
    ).split()
    assert sorted(chain, key=lambda name: get_sort_key(parse(name))) == chain


@pytest.mark.parametrize("text", ["", "2.10", "1.2.3.4", "01.2.3", "v1.2.3", "one"])
def test_no_version(text):
    with pytest.raises(ValueError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.2.7", "1.2.7"),
        (" v1.2.7 ", "1.2.7"),
        ("4.0.0-rc.1", "4.0.0-rc.1"),
        ("v1.2.7-cb9eb30-5", "1.2.7"),
        ("egov-user:v1.2.7-cb9eb30-5", "1.2.7"),
        ("egovio/report:v1.3.0-28b3c97", "1.3.0"),
        ("egovio/user-otp:v1.1.5-1715164454-3", "1.1.5"),
        ("digit-ui:v1.7.0-beta.2-6e3654830c-511", "1.7.0-beta.2"),
        ("localhost:5000/egov-user:1.2.7", "1.2.7"),
    ],
)
def test_version_of_a_build_tag(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "latest",
        "user:health-digit-master-e27b970-31",
        "v1.2",
        "playground:1.0",
    ],
)
def test_build_tag_without_a_version(text):
    with pytest.raises(ValueError):
        read(text)


@given(version)
def test_what_is_a_version_already_is_read_as_it_is_but_for_a_commit(one):
    text = str(one)
    assert text.startswith(read(text))
