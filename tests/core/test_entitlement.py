"""S1 on versions, sentence by sentence, and the way forward; no database."""

from datetime import date, timedelta

import pytest
from digit_support_tools import entitlement as core

DAY = date(2026, 3, 16)  # Monday
LAST_YEAR, LAST_MONTH = date(2025, 3, 10), date(2026, 2, 16)


def make(name, released=LAST_YEAR, eosl=None):
    major, minor, patch = map(int, name.split("."))
    return core.Sibling(
        id=name,
        major=major,
        precedence=f"{major:03}{minor:03}{patch:03}",
        released=released,
        eosl=eosl,
    )


def decide(version, siblings, day=DAY, **changes):
    """The verdict on ``version``; the facts as the registry stores them."""
    later = sorted(s.released for s in siblings if s.major >= version.major)
    after = sorted(s.released for s in siblings if s.major >= version.major + 2)
    facts = core.Facts(
        opened=later[0] if later else None,
        superseded=after[0] if after else None,
        eosl=version.eosl,
        **changes,
    )
    return core.decide(facts, version.precedence, siblings, day)


# S1's illustration: 2.5.56 runs in a State, the latest version is 3.2.15
V1, V2, V3 = make("1.9.0"), make("2.5.56"), make("3.2.15")
LINES = [V1, V2, V3]


def test_egov_will_support_versions_n_and_n_minus_1():
    assert decide(V3, LINES).cause == core.CURRENT
    assert decide(V2, LINES).cause == core.CURRENT
    assert decide(V1, LINES).cause == core.OLD_MAJOR


def test_we_are_required_to_supply_a_patch_for_2_5_56_though_the_latest_is_3_2_15():
    verdict = decide(V2, LINES)
    assert core.VERDICTS[verdict.cause] == core.SUPPORTED
    assert verdict.latest_major == 3


def test_if_a_bug_was_found_in_3_2_15_it_would_be_fixed():
    assert core.VERDICTS[decide(V3, LINES).cause] == core.SUPPORTED


def test_n_refers_to_the_major_version_number():
    old_patch = make("3.0.0")
    assert decide(old_patch, [*LINES, old_patch]).cause == core.CURRENT


def test_if_not_supported_the_solution_is_to_upgrade_to_a_later_version():
    verdict = decide(V1, LINES)
    assert core.VERDICTS[verdict.cause] == core.UPGRADE_REQUIRED
    assert (verdict.upgrade, verdict.minimum) == ("3.2.15", "2.5.56")


def test_support_is_void_if_the_partner_makes_changes_to_the_source_code():
    verdict = decide(V3, LINES, is_modified=True)
    assert verdict.cause == core.MODIFIED
    assert core.VERDICTS[verdict.cause] == core.NOT_SUPPORTED


def test_eosl_is_considered_for_each_version():
    ended = make("2.5.50", eosl=LAST_MONTH)
    siblings = [*LINES, ended]
    assert decide(ended, siblings).cause == core.EOSL
    assert decide(V2, siblings).cause == core.CURRENT


def test_eosl_triggers_an_upgrade():
    ended = make("2.5.50", eosl=LAST_MONTH)
    verdict = decide(ended, [*LINES, ended])
    assert (verdict.upgrade, verdict.minimum) == ("3.2.15", "2.5.56")


def test_the_eosl_date_is_the_last_supported_day():
    last = make("2.5.50", eosl=DAY)
    assert decide(last, [*LINES, last]).cause == core.CURRENT
    assert decide(last, [*LINES, last], DAY + timedelta(1)).cause == core.EOSL


def test_n_is_reached_on_the_day_of_the_release():
    new = make("4.0.0", released=DAY)
    siblings = [*LINES, new]
    assert decide(V2, siblings, DAY - timedelta(1)).cause == core.CURRENT
    assert decide(V2, siblings, DAY).cause == core.OLD_MAJOR


def test_support_is_promised_until_the_day_before_a_planned_release():
    new = make("4.0.0", released=DAY + timedelta(30))
    assert decide(V2, [*LINES, new]).limit == DAY + timedelta(29)


def test_a_missing_major_counts():
    # n is 5: n-1 is 4, though no 4.x was ever released
    siblings = [V3, make("5.0.0")]
    assert decide(V3, siblings).cause == core.OLD_MAJOR


def test_a_planned_major_is_not_released():
    planned = make("4.0.0", released=DAY + timedelta(1))
    verdict = decide(planned, [*LINES, planned])
    assert verdict.cause == core.UNRELEASED
    assert (verdict.limit, verdict.upgrade) == (DAY + timedelta(1), "3.2.15")


def test_nothing_released_is_no_n():
    assert decide(V1, []) == core.Verdict(core.UNRELEASED)


def test_an_unknown_version_is_asked_for():
    assert core.decide(None, "", LINES, DAY) == core.Verdict(core.NO_VERSION)


@pytest.mark.parametrize(
    ("start", "end", "cause"),
    [
        (DAY, DAY, core.CURRENT),
        (DAY + timedelta(1), None, core.BEFORE_WINDOW),
        (None, DAY - timedelta(1), core.AFTER_WINDOW),
    ],
)
def test_the_support_window(start, end, cause):
    verdict = decide(V3, LINES, window_start=start, window_end=end)
    assert verdict.cause == cause


def test_the_first_cause_is_told():
    ended = make("1.0.0", eosl=LAST_MONTH)
    everything = {"is_modified": True, "window_end": LAST_MONTH}
    assert decide(ended, [*LINES, ended], **everything).cause == core.MODIFIED
    everything["is_modified"] = False
    assert decide(ended, [*LINES, ended], **everything).cause == core.AFTER_WINDOW
    assert decide(ended, [*LINES, ended]).cause == core.EOSL


def test_no_upgrade_goes_back():
    ended = make("3.2.16", eosl=LAST_MONTH)
    verdict = decide(ended, [*LINES, ended])
    assert (verdict.upgrade, verdict.minimum) == (None, None)


def test_no_upgrade_goes_to_what_is_past_its_eosl():
    siblings = [V1, V2, make("3.2.15", eosl=LAST_MONTH)]
    verdict = decide(V1, siblings)
    assert (verdict.upgrade, verdict.minimum) == ("2.5.56", None)


def test_ten_comes_after_nine():
    siblings = [V1, make("3.9.9"), make("3.10.0")]
    assert decide(V1, siblings).upgrade == "3.10.0"
