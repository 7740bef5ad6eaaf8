"""Figures and years as people write them in tables; what could be meant in two ways is refused, not guessed."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Final

from sibmodel.files.tables import Nothing

_LARGEST: Final = 1e12
_BLANK: Final = frozenset({"", "-", "–", "—", "n/a", "na", "none", "not available", "not applicable"})
_ERRORS: Final = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_CURRENCY: Final = re.compile(r"^(GBP|EUR|USD|AUD|NZD|CAD|A\$|NZ\$|US\$|[£$€])\s*|\s*(GBP|EUR|USD|[£€])$")
_AMOUNT: Final = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:[ _][0-9]{3})+)(?:\.[0-9]+)?")
_LIKE_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_YEAR: Final = re.compile(r"(?:FY ?)?((?:19|20)[0-9]{2})(?: ?[/–-] ?([0-9]{2}|[0-9]{4}))?(?: prices)?", re.IGNORECASE)
_EARLIEST: Final = 1950
_PLAIN: Final = "Write a plain figure such as 2470 or 16.05."
_ONE_YEAR: Final = "Write one year, such as 2013/14, 2013-14 or 2013."


class Unreadable(Exception):
    """A cell that says nothing sure: what is wrong with it, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(message, hint)


def words(value: object) -> str:
    r"""What a cell says, on one line and without what hides in it or steers a terminal.

    Raises:
        Unreadable: for an error of the spreadsheet, or a formula that nobody has worked out.

    Example:
        >>> words("  Per\n bed  day")
        'Per bed day'
    """
    if value is None:
        return ""
    if value is Nothing.UNCALCULATED:
        raise Unreadable(
            "is a formula whose result is not stored.", "Open the workbook in a spreadsheet program and save it there."
        )
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    said = " ".join("".join(each if each.isprintable() else " " for each in str(value)).split())
    if _ERRORS.fullmatch(said):
        raise Unreadable(f"is {said}, an error of the spreadsheet.", "Mend the formula, or write the value.")
    return said


def amount(value: object) -> float | None:
    """An amount of money; nothing where the cell is blank or has a dash.

    Raises:
        Unreadable: where it is no single figure, is below 0, or could be two figures.

    Example:
        >>> [amount(cell) for cell in (2470, "£33,785", "16.05", "-", None)]
        [2470.0, 33785.0, 16.05, None, None]
    """
    if isinstance(value, bool | dt.date | dt.time | dt.timedelta):
        raise Unreadable(f"'{words(value)}' is no amount of money.", _PLAIN)
    if not isinstance(value, int | float):
        return _amount_of(words(value))
    return _within(float(value), words(value)) if abs(value) <= _LARGEST else _too_large(words(value))


def _amount_of(said: str) -> float | None:
    if said.casefold() in _BLANK:
        return None
    bare = _CURRENCY.sub("", said)
    if _LIKE_THOUSANDS.fullmatch(bare):
        hint = "Write it with no more than two digits after the point, or without a point."
        raise Unreadable(f"'{said}' could be thousands or a fraction: nobody can tell.", hint)
    if not _AMOUNT.fullmatch(bare.removeprefix("-")):
        raise Unreadable(f"'{_short(said)}' is not one figure.", _PLAIN)
    return _within(float(re.sub("[, _]", "", bare)), said)


def _within(number: float, said: str) -> float:
    if not math.isfinite(number) or number > _LARGEST:
        return _too_large(said)
    if number < 0:
        raise Unreadable(f"is {said}, below 0.", "A unit cost says what one unit costs; a gain is stated as a saving.")
    return number


def _too_large(said: str) -> float:
    raise Unreadable(f"'{_short(said)}' is larger than a deal can have.", _PLAIN)


def price_year(value: object) -> int | None:
    """The year of prices, of a financial year the first: 2013/14 is 2013.

    Raises:
        Unreadable: where it is no year, or not one year.

    Example:
        >>> [price_year(cell) for cell in ("2013/14", "2013-14", "2013/2014", 2013, "1999/00", "")]
        [2013, 2013, 2013, 2013, 1999, None]
    """
    if isinstance(value, dt.date):
        return _year_of_date(value)
    said = words(value)
    if said.casefold() in _BLANK:
        return None
    found = _YEAR.fullmatch(said)
    if not found or int(found[1]) < _EARLIEST:
        raise Unreadable(f"'{_short(said)}' is no price year.", _ONE_YEAR)
    year, second = int(found[1]), found[2]
    if second and int(second) != (year + 1 if len(second) == 4 else (year + 1) % 100):
        raise Unreadable(f"'{said}' is not one year.", _ONE_YEAR)
    return year


def _year_of_date(date: dt.date) -> int:
    """Spreadsheet programs make 1 November 2010 of 2010/11: that can be told, any other date cannot."""
    if date.day == 1 and date.month == (date.year + 1) % 100:
        return date.year
    raise Unreadable(f"is the date {date:%Y-%m-%d}, not a year.", _ONE_YEAR)


def _short(said: str) -> str:
    return said if len(said) <= 40 else f"{said[:40]}…"
