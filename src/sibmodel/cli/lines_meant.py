"""Which line and which period the user of `sib explain` meant."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from sibmodel.cli.summary import day
from sibmodel.cli.terminal import Refused
from sibmodel.deal.calendar import MONTH_NAMES
from sibmodel.deal.part import date_of
from sibmodel.graph.labels import plain_label
from sibmodel.graph.words import is_nil

if TYPE_CHECKING:
    from sibmodel.engine.projection import Projection
    from sibmodel.graph.model import Line, Model

_LISTED: Final = 8
_NEAREST: Final = 3
_ALIKE: Final = 0.7
_EARLIEST: Final = 1900
_LATEST: Final = 2200
_TERM_SHEET: Final = {
    "irr": ("IRR", "IRR a year"),
    "npv": ("NPV",),
    "multiple": ("Multiple", "Money multiple"),
    "drawn": ("Drawn",),
    "returned": ("Came back",),
}
"""How the tables of the term sheet head the figures of an investor."""

_COVER: Final = {"investors.total.": "Investors: ", "government.": "Government: "}
"""How the cover of the workbook says whose figure it is."""


def line_meant(model: Model, word: str) -> str:
    """The line or input of a name; or the only one whose label, or the end of whose name, is the word.

    Raises:
        Refused: with the nearest names when there is none, with all that could be meant when there are several.
    """
    if word in model.inputs or word in model.lines:
        return word
    wanted = _plain(word)
    labels = _labels(model)
    found = [name for name, spellings in labels.items() if wanted in spellings or name.endswith(f".{wanted}")]
    if not found:
        raise Refused(f"There is no line '{word}'. {_near(wanted, labels)}")
    if len(found) > 1:
        listed = "".join(f"\n  {name}  {told(model, name)}" for name in found[:_LISTED])
        more = f"\n  and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        raise Refused(f"'{word}' could be any of {len(found)} lines. Name one of them:{listed}{more}")
    return found[0]


def _plain(text: str) -> str:
    """A label without what does not tell it from others: brackets, capitals, spaces."""
    return " ".join(text.strip().strip("[]").split()).lower().rstrip(":")


def _labels(model: Model) -> dict[str, set[str]]:
    """Every line and input, by name, with all the ways in which the outputs spell its label."""
    from sibmodel.workbook.sheets.inputs import label_of

    spelled: dict[str, set[str]] = {}
    for line in model.lines.values():
        heading = line.place.heading
        short = line.label.removeprefix(f"{heading}: ")  # a sheet leaves out what its heading says
        also = _TERM_SHEET.get(line.name.rsplit(".", 1)[-1], ()) if line.place.sheet == "Returns" else ()
        cover = [f"{whose}{line.label}" for family, whose in _COVER.items() if line.name.startswith(family)]
        texts = [line.label, short, f"{heading}: {short}", *also, *(f"{heading}: {each}" for each in also), *cover]
        spelled[line.name] = {_plain(each) for each in texts}
    for path, entry in model.inputs.items():
        spelled[path] = {_plain(each) for each in (entry.label, plain_label(entry), label_of(path, entry.label))}
    return spelled


def told(model: Model, name: str) -> str:
    """The label of a line, and of whom it is where the label alone does not say."""
    line = model.lines.get(name)
    if line is None:
        return plain_label(model.inputs[name])
    twins = [each for each in model.lines.values() if each.label == line.label]
    return line.label if len(twins) == 1 else f"{line.label} ({line.place.heading})"


def _near(wanted: str, labels: dict[str, set[str]]) -> str:
    """The names and labels that look most like a word."""
    names = {spelling: name for name, spellings in labels.items() for spelling in spellings}
    names |= {name.lower(): name for name in labels}
    near = dict.fromkeys(names[each] for each in get_close_matches(wanted, names, n=_NEAREST, cutoff=_ALIKE))
    if not near:
        return "Without a line, sib explain lists them all."
    *others, last = (f"'{name}'" for name in near)
    return f"Did you mean {', '.join(others)} or {last}?" if others else f"Did you mean {last}?"


# --- which period ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a line, and how it is called."""

    number: int
    words: str = ""


def column_meant(projection: Projection, name: str, scenario: str, period: str | None) -> Column:
    """The column asked for: by its number, by a date that lies in it, or by a year; by default the largest amount.

    Raises:
        Refused: when there is no such period.
    """
    line = projection.model.lines.get(name)
    if line is None or line.axis is None:
        return Column(0, "one number for the whole deal, whatever the period" if period is not None else "")
    columns = _columns(projection, line, scenario)
    if period is None:
        row = [abs(value) for value in projection.row(name, scenario)]
        number = row.index(max(row))
        which = "nothing in any period" if is_nil(row[number], line.unit) else "the largest"
        return Column(number, f"{columns[number]}, {which}; --period chooses another")
    number = _number(projection, line, scenario, _bare(period))
    if not 0 <= number < len(columns):
        last = len(columns) - 1
        raise Refused(f"'{period}' is no period: 0 is the first, {columns[0]}, and {last} the last, {columns[last]}.")
    return Column(number, _of_a_year(projection, line, scenario, _bare(period)) or columns[number])


def _bare(period: str) -> str:
    """A period without the word before its number, as the outputs write it."""
    return re.sub(r"(?i)^(period|fiscal year|FY)\s*(?=\d+$)", "", period.strip())


def _is_year(period: str) -> bool:
    return period.isdecimal() and _EARLIEST <= int(period) <= _LATEST


def _of_a_year(projection: Projection, line: Line, scenario: str, period: str) -> str:
    """Which of several periods stands for a year; nothing where a year was not asked for or has only one."""
    dates = _dates_of(projection, line, scenario)
    if not _is_year(period) or dates is None:
        return ""
    found = [number for number, each in enumerate(dates) if number and each.year == int(period)]
    if len(found) < 2:
        return ""
    taken = f"the period ending {day(dates[found[-1]])} (period {found[-1]})"
    return f"{taken}, the last of the {len(found)} that end in {period}"


def _columns(projection: Projection, line: Line, scenario: str) -> list[str]:
    """What each column of a line is called."""
    years = _years_of(projection, line)
    if years is not None:
        return [f"fiscal year {round(year)}" for year in projection.row(years, scenario)]
    dates = _dates_of(projection, line, scenario)
    if dates is not None:
        names = ["financial close", *(f"period {number}" for number in range(1, len(dates)))]
        return [f"{day(date)} ({name})" for date, name in zip(dates, names, strict=True)]
    assert line.axis is not None
    return [f"{line.axis.name} {number}" for number in range(line.axis.size)]


def _dates_of(projection: Projection, line: Line, scenario: str) -> list[dt.date] | None:
    """The date of each column of a line; None where its columns are no dates."""
    dates = projection.model.dates_of(line.axis)
    return None if dates is None else [date_of(number) for number in projection.row(dates.name, scenario)]


def _years_of(projection: Projection, line: Line) -> str | None:
    """The line that names the fiscal years of a budget."""
    name = ".".join([*line.name.split(".")[:2], "fiscal_year"])
    years = projection.model.lines.get(name)
    return name if years is not None and years.axis is line.axis else None


def _number(projection: Projection, line: Line, scenario: str, period: str) -> int:
    date = _date(period)
    if date is None and not period.isdecimal():
        raise Refused(
            f"'{period}' is not a period: write its number, a date such as 2027-03-31, a month such as 2027-03, "
            "or a year."
        )
    years = _years_of(projection, line)
    if years is not None:
        return _fiscal_year(projection, years, scenario, date, period)
    dates = _dates_of(projection, line, scenario)
    if _is_year(period) and dates is not None:
        return max((number for number, each in enumerate(dates) if each.year == int(period)), default=-1)
    if date is None or dates is None:
        return int(period) if date is None else -1
    return next((number for number, each in enumerate(dates) if each >= date), -1) if date >= dates[0] else -1


def _date(period: str) -> dt.date | None:
    """A date as it is written, or as the outputs write it; of a month its last day."""
    if spelled := re.fullmatch(r"(?i)(\d{1,2})\.? ([a-z]+) (\d{4})", period):
        day_number, month, year = spelled.groups()
        period = f"{year}-{_month(month):02}-{int(day_number):02}"
    if spelled := re.fullmatch(r"(?i)([a-z]{3,}),? (\d{4})", period):
        period = f"{spelled[2]}-{_month(spelled[1]):02}"
    is_month = re.fullmatch(r"\d{4}-\d{2}", period)
    try:
        date = dt.date.fromisoformat(f"{period}-01" if is_month else period)
    except ValueError:
        return None
    return date.replace(day=monthrange(date.year, date.month)[1]) if is_month else date


def _month(word: str) -> int:
    """The number of a month by its name, in full or by its first letters; 0 where it is none."""
    return next((number for number, name in enumerate(MONTH_NAMES, 1) if name.startswith(word.lower()[:3])), 0)


def _fiscal_year(projection: Projection, years: str, scenario: str, date: dt.date | None, period: str) -> int:
    row = [round(year) for year in projection.row(years, scenario)]
    wanted = int(period) if date is None else _year_of(projection, years, date)
    return row.index(wanted) if wanted in row else (wanted if date is None else -1)


def _year_of(projection: Projection, years: str, date: dt.date) -> int:
    """The fiscal year in which a date lies."""
    payer = years.split(".")[1]
    ends = MONTH_NAMES.index(projection.deal.terms.payers[payer].fiscal_year_ends) + 1
    return date.year + (date.month > ends)
