"""What people write where a deal file wants something else, and what they most likely mean by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

FISCAL_YEAR: Final = re.compile(r"([0-9]{4}) ?[/–-] ?(?:[0-9]{2}|[0-9]{4})")
"""A year from spring to spring, such as 2019/20, with the calendar year in which it begins."""


# --- numbers -----------------------------------------------------------------------------------------------------

_WITH_WORDS: Final = re.compile(
    r"[~≈£$€]? ?(?P<digits>[0-9][0-9_]*|[0-9]{1,3}(?:,[0-9]{3})+)(?P<decimals>\.[0-9]+)? ?(?P<word>[a-zA-Z]*)"
)
_TIMES: Final[Mapping[str, int]] = {
    "": 1, "people": 1, "persons": 1, "days": 1, "gbp": 1, "eur": 1, "usd": 1,
    "k": 1_000, "thousand": 1_000, "mn": 1_000_000, "million": 1_000_000,
}  # fmt: skip
"""What a word after a number makes of it; m is none, for it is months and millions."""
_MONTHS_IN: Final[Mapping[str, int]] = {
    "": 1, "month": 1, "months": 1, "quarters": 3, "year": 12, "years": 12, "yr": 12, "yrs": 12,
}  # fmt: skip


def number_meant(text: str, *, of_months: bool = False) -> str:
    """The number that a text with words or signs around it means; empty where nobody can tell.

    Args:
        text: What is written.
        of_months: Whether whole months are wanted.

    Example:
        >>> number_meant("4k"), number_meant("£4,000"), number_meant("2 years", of_months=True)
        ('4_000', '4_000', '24')
        >>> number_meant("5m"), number_meant("1,5"), number_meant("2 years")
        ('', '', '')
    """
    found = _WITH_WORDS.fullmatch(text.strip())
    times = (_MONTHS_IN if of_months else _TIMES).get(found["word"].casefold(), 0) if found else 0
    if found is None or not times:
        return ""
    value = round(float(re.sub("[_,]", "", found["digits"]) + (found["decimals"] or "")) * times, 6)
    if value >= 1e12 or (of_months and not value.is_integer()):
        return ""
    return f"{int(value):_}" if value.is_integer() else f"{value:.12g}"


# --- choices -----------------------------------------------------------------------------------------------------

_NOT_CASH: Final = "Write fiscal: it is worth something to a budget and is no cash."
_CAPACITY: Final = (
    "Write fiscal for capacity that is freed and is no cash; or cashable, with 'released_by:' and how many units a "
    "year close something: what is not enough for that is then counted as capacity."
)
_CLASSES: Final[Mapping[str, str]] = {
    "capacity": _CAPACITY,
    "capacity releasing": _CAPACITY,
    "non cashable": _NOT_CASH,
    "not cashable": _NOT_CASH,
    "noncashable": _NOT_CASH,
    "cash": "Write cashable.",
    "cash releasing": "Write cashable.",
    "public": "Write social for what is worth something to people, economic for earnings, or fiscal for budgets.",
    "wellbeing": "Write social.",
}
"""What people call classes of value, and which is meant: 'non_cashable' is close to 'cashable' and the opposite."""
_A_YEAR: Final = "Write what it is a cost of, such as person or day, and yearly: true in the saving that takes it."
_A_HOUSEHOLD: Final = "Write person if households are what starts in the deal, else outcome."
_UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("year", "annum", "annual", "a year", "person year"), _A_YEAR),
    **dict.fromkeys(("household", "family", "tenancy"), _A_HOUSEHOLD),
}


def class_meant(word: str) -> str:
    """Which class of value to write for what people call one; empty for any other word.

    Example:
        >>> class_meant("cash-releasing")
        'Write cashable.'
    """
    return _CLASSES.get(_plain(word), "")


def unit_meant(word: str) -> str:
    """What a unit cost is of, where people name a year or a household; empty for any other word."""
    return _UNITS.get(_plain(word), "")


def _plain(word: str) -> str:
    return re.sub(r"[\W_]+", " ", word.casefold()).strip()
