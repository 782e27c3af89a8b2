"""The public holidays of a country and State, from the PyPI package ``holidays``.

The one module here that looks beyond the standard library, for a package that need not
be installed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

try:
    import holidays
except ImportError:
    holidays = None

PACKAGE = "holidays==0.109"

# India made one Union Territory of two in 2020; Odoo still has the two.
RENAMED = {("IN", "DN"): "DH", ("IN", "DD"): "DH"}


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """A day off; ``is_estimated`` when it hangs on the sight of the moon."""

    day: date
    name: str
    is_estimated: bool


def is_installed() -> bool:
    return holidays is not None


def get_countries() -> list[str]:
    """ISO codes of the countries whose holidays are known."""
    return list(_get_supported())


def has_states(country: str) -> bool:
    """Whether the States of ``country`` (ISO code) are told apart."""
    return bool(_get_supported().get(country))


def find_state(country: str, state: str) -> str | None:
    """The package's code of a State (its ISO code); None when it does not know it."""
    code = RENAMED.get((country, state), state)
    return code if code in _get_supported().get(country, ()) else None


def get_holidays(
    country: str, state: str | None, years: Iterable[int], language: str
) -> list[PublicHoliday]:
    """The public holidays in order, one for each day; none of an unknown country.

    :param state: as ``find_state`` gives it; None for the national days alone
    :param language: such as ``en_US``; names are in the language of the country when
        the package has no other
    """
    if country not in _get_supported():
        return []
    entity = _load(country, state, years, language)
    label = getattr(entity, "estimated_label", None)
    mark = entity.tr(label).replace("%s", "") if label else None
    return [
        PublicHoliday(day, name.replace(mark, "") if mark else name, _has(name, mark))
        for day, name in sorted(entity.items())
    ]


def has_own_days(country: str, state: str, years: Iterable[int]) -> bool:
    """Whether a State has days off besides the national ones in these years."""
    years = list(years)
    own, national = (
        {holiday.day for holiday in get_holidays(country, code, years, "en_US")}
        for code in (state, None)
    )
    return own != national


def _get_supported():
    """{country: codes of its States}"""
    return holidays.list_supported_countries() if holidays else {}


def _load(country, state, years, language):
    languages = holidays.country_holidays(country).supported_languages
    return holidays.country_holidays(
        country,
        subdiv=state,
        years=list(years),
        language=_choose_language(languages, language),
    )


def _choose_language(languages, wanted):
    """``wanted``, or the same language of elsewhere, or None: the country's own."""
    if wanted in languages:
        return wanted
    short = wanted.split("_")[0]
    same = (language for language in languages if language.split("_")[0] == short)
    return next(same, None)


def _has(name, mark):
    return bool(mark) and mark in name
