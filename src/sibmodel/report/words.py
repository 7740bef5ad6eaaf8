"""Words: how money, shares, dates and figures without a value are written for readers.

Numbers are rounded here and nowhere else in the report, half to even as Python prints them, and a number that
rounds to nothing never carries a minus. The minus is the typeset one.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from typing import Final

from sibmodel.deal.calendar import MONTH_NAMES
from sibmodel.engine.projection import Figure
from sibmodel.graph.units import Unit

MINUS: Final = "\N{MINUS SIGN}"
NIL: Final = "\N{EN DASH}"
"""What a table shows where there is nothing, as the workbook does."""
NOTHING: Final = 0.005
"""Half a cent: amounts up to it are nothing."""
_NONE: Final = "none"

IRR_WORDS: Final = {
    "none": "no rate",
    "multiple": "no single rate",
    "uncertified": "no single rate",
}
"""What stands in the place of an internal rate, by its status."""
NOTHING_DRAWN: Final = "nothing drawn"
NEVER_OUT: Final = "never_out_of_pocket"
"""The status of a payback where the money was never missing."""
_PAYBACK_WORDS: Final = {NEVER_OUT: "never out of pocket"}


def grouped(value: float, places: int = 0) -> str:
    """A number with thousands set apart.

    Example:
        >>> grouped(-1234.5, 1), grouped(-0.2)
        ('−1,234.5', '0')
    """
    rounded = round(value, places)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{places}f}"


def amount(value: float) -> str:
    """An amount in a table: a dash where it is nothing, cents where whole units would make nothing of it.

    Example:
        >>> amount(1234.5), amount(-0.004), amount(0.3), amount(-0.0)
        ('1,234', '–', '0.30', '–')
    """
    if abs(value) <= NOTHING:
        return NIL
    return grouped(value, 0 if round(value) else 2)


def exact(value: float) -> str:
    """A number as it was stated: no more decimals than it has, up to six, or three figures of what is smaller.

    Example:
        >>> exact(15.12), exact(48.0), exact(1_610_600.0), exact(0.00000012)
        ('15.12', '48', '1,610,600', '0.00000012')
    """
    places = 6 if abs(value) >= 1e-4 or not value else 2 - math.floor(math.log10(abs(value)))
    text = grouped(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float, places: int | None = None) -> str:
    """A share in per cent; as stated where no number of places is asked for.

    Example:
        >>> percent(0.085), percent(0.0386459, 2), percent(-1.0)
        ('8.5%', '3.86%', '−100%')
    """
    value = share * 100
    return f"{exact(round(value, 6))}%" if places is None else f"{grouped(value, places)}%"


def points(share: float) -> str:
    """A difference between two shares, in percentage points.

    Example:
        >>> points(0.02), points(-0.014), points(0.01)
        ('2 points', '−1.4 points', '1 point')
    """
    value = round(share * 100, 6)
    return f"{exact(value)} {'point' if abs(value) == 1 else 'points'}"


def date(day: dt.date) -> str:
    """A date in full.

    Example:
        >>> date(dt.date(2012, 8, 1))
        '1 August 2012'
    """
    return f"{day.day} {month_name(day)}"


def month_name(day: dt.date) -> str:
    """Month and year."""
    return f"{MONTH_NAMES[day.month - 1].capitalize()} {day.year}"


def month_of_deal(start: dt.date, month: float) -> str:
    """The calendar month in which a month of the deal falls; month 0 is financial close itself.

    Example:
        >>> month_of_deal(dt.date(2016, 1, 1), 18), month_of_deal(dt.date(2016, 1, 1), 0)
        ('June 2017', 'financial close')
    """
    if month <= 0:
        return "financial close"
    number = start.year * 12 + start.month - 1 + round(month) - 1
    return month_name(dt.date(number // 12, number % 12 + 1, 1))


def months(count: float) -> str:
    """So many months.

    Example:
        >>> months(1), months(48)
        ('1 month', '48 months')
    """
    return f"{exact(count)} {'month' if count == 1 else 'months'}"


def typeset(text: str) -> str:
    """A text with numbers that somebody else wrote, with the minus of this page.

    Example:
        >>> typeset("from -3 months to -0.5%, on 2027-04-15")
        'from −3 months to −0.5%, on 2027-04-15'
    """
    return re.sub(r"(?<![\w.)-])-(?=[\d.])", MINUS, text)


def listed(words: Iterable[str], last: str = "and") -> str:
    """A list as it is read out.

    Example:
        >>> listed(["a", "b", "c"])
        'a, b and c'
    """
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def shortened(text: str, longest: int = 60) -> str:
    """A text cut to a length, with a sign that it was cut."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text: blank lines part them."""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def level(value: float, unit: Unit) -> str:
    """A level of an outcome as it was stated: a share in per cent, anything else as a number of what it counts."""
    if unit.shown_as == "share":
        return percent(round(value, 8))
    return exact(round(value, 6)) if unit.is_number else f"{exact(round(value, 6))} {unit}"


def rate(figure: Figure, *, drawn: float, is_ever_out: bool = True) -> str:
    """An internal rate of return, or the words for why there is none.

    Args:
        figure: The rate.
        drawn: What was drawn in all.
        is_ever_out: Whether the running sum of the flows was ever below nothing.

    Example:
        >>> rate(Figure("irr", "IRR", None, "multiple"), drawn=1.0), rate(Figure("irr", "IRR", 0.051, "ok"), drawn=1.0)
        ('no single rate', '5.10%')
        >>> rate(Figure("irr", "IRR", None, "no_outlay"), drawn=0.0)
        'nothing drawn'
        >>> rate(Figure("irr", "IRR", None, "no_outlay"), drawn=1.0, is_ever_out=False)
        'never out of pocket'
    """
    if figure.value is not None:
        return percent(figure.value, None if figure.status == "total_loss" else 2)
    if drawn <= NOTHING:
        return NOTHING_DRAWN
    if not is_ever_out and figure.status in ("no_outlay", "none"):
        return _PAYBACK_WORDS[NEVER_OUT]
    return IRR_WORDS.get(figure.status, "no rate")


def multiple(figure: Figure) -> str:
    """A money multiple, or that nothing was drawn."""
    return NOTHING_DRAWN if figure.value is None else grouped(figure.value, 2)


def years(figure: Figure) -> str:
    """A payback in years, or that the money does not come back, or was never missing."""
    return _PAYBACK_WORDS.get(figure.status, "not repaid") if figure.value is None else exact(round(figure.value, 2))


def within(name: str) -> str:
    """A name within a sentence or a heading: an article at its head is small.

    Example:
        >>> within("The council"), within("Theale Council")
        ('the council', 'Theale Council')
    """
    return f"the {name[4:]}" if name.startswith("The ") else name


def plural(count: int, one: str, many: str) -> str:
    """A count with its noun.

    Example:
        >>> plural(1, "check", "checks"), plural(11, "check", "checks")
        ('1 check', '11 checks')
    """
    return f"{count:,} {one if count == 1 else many}"


def in_words(name: str, known: dict[str, str] | None = None) -> str:
    """A word of the deal file as readers write it."""
    return (known or {}).get(name, name.replace("_", " "))


def or_none(parts: Sequence[str]) -> str:
    """A list, or the word that it is empty."""
    return listed(parts) if parts else _NONE
