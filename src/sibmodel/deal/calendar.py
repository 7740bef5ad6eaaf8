"""Columns of time: the months between them, what falls into each, and the fiscal year that each lies in.

Column 0 is financial close and column *t* the end of period *t*. Everything is timed in whole months since the start:
column *t* takes what falls after month ``opens`` and not after month ``closes``. Financial close takes month 0 alone,
so it opens at -1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import (
    Counter,
    Expression,
    MonthEnd,
    MonthNumber,
    Number,
    Spread,
    above,
    at_least,
    choose,
    floor,
    maximum,
    minimum,
    opposite,
    positive,
    previous,
    ratio,
)
from sibmodel.graph.model import Line, Section
from sibmodel.graph.units import MONTHS, NUMBER, YEARS, Unit

MONTH_NAMES: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

MonthName = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip

YEAR: Final = Number(12.0, MONTHS)
"""The months of a year."""


@dataclass(frozen=True, slots=True)
class PeriodEnds:
    """When periods end: so many months after each other, the first of them maybe after fewer.

    Args:
        start: The first day.
        length: The months of a full period.
        first: The last day of the first period, where it is a short one.
    """

    start: Expression
    length: int
    first: Expression | None = None

    def end_of(self, index: Expression) -> Expression:
        """The last day of a period, counted from 1; periods end with a month."""
        length = Number(float(self.length), MONTHS)
        if self.first is None:
            return MonthEnd(self.start, index * length - Number(1.0, MONTHS))
        return MonthEnd(self.first, (index - 1) * length)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The lines of time that run over some columns."""

    axis: Axis
    pen: Section
    date: Line
    opens: Line
    closes: Line
    months: Line
    years: Line

    def falls(self, month: Expression) -> Expression:
        """1 at the instant that takes a month, else 0."""
        return at_least(self.closes, month) * above(month, self.opens)

    def reached(self, month: Expression) -> Expression:
        """1 from the instant that takes a month onwards."""
        return at_least(self.closes, month)

    def later(self, flow: Expression, months: Expression) -> Expression:
        """A flow, so many months later."""
        return Spread(flow, months, Number(0.0, MONTHS), self.opens, self.closes)

    def spread(self, flow: Expression, after: Expression, over: Expression) -> Expression:
        """A flow, evenly over so many months that begin so many months later."""
        return Spread(flow, after, over, self.opens, self.closes)

    def share_of(self, begins: Expression, lasts: Expression) -> Expression:
        """The share of a window that lies in each period; all of it in its first month where it lasts no time."""
        inside = ratio(months_between(self.opens, self.closes, begins, lasts), lasts, 0)
        return choose(above(lasts, 0), inside, self.falls(begins))

    def nothing(self, unit: Unit) -> Expression:
        """A row of nothing."""
        return Number(0.0, unit) * Counter(self.axis)

    def fiscal_year(self, ends: str) -> Line:
        """The fiscal year of each instant, named by the calendar year in which it ends."""
        words = f"Fiscal year (ends {ends.capitalize()})"
        return self.fiscal_year_of(f"fiscal_year_{ends}", words, MonthNumber(self.date), ends)

    def fiscal_year_of(self, name: str, label: str, month: Expression, ends: str) -> Line:
        """The fiscal year of a month, written once under its name."""
        full = f"{self.pen.prefix}.{name}"
        if full in self.pen.model.lines:
            return self.pen.model.lines[full]
        shift = Number(float(12 - 1 - MONTH_NAMES.index(ends)), MONTHS)
        return self.pen.line(name, label, floor(ratio(month + shift, YEAR, 0)), unit=NUMBER)


def months_between(opens: Expression, closes: Expression, begins: Expression, lasts: Expression) -> Expression:
    """Months of a window that lie in each period."""
    return positive(minimum(closes, begins + lasts) - maximum(opens, begins))


def write_calendar(pen: Section, axis: Axis, ends: PeriodEnds) -> Calendar:
    """Write the lines of time over some columns."""
    index = pen.line("period", "Period", Counter(axis))
    is_close = pen.line("is_close", "Financial close", at_least(0, index))
    date = pen.line("date", "Instant (period end)", choose(is_close, ends.start, ends.end_of(index)))
    since = MonthNumber(date) - MonthNumber(ends.start) + Number(1.0, MONTHS)
    closes = pen.line("closes", "Months since start, at the end", choose(is_close, 0, since))
    opens = pen.line(
        "opens", "Months since start, at the beginning", choose(is_close, Number(-1.0, MONTHS), previous(closes))
    )
    months = pen.line("months", "Months in the period", opposite(is_close) * (closes - opens))
    years = pen.line("years", "Years since start", ratio(closes, YEAR, 0), unit=YEARS)
    return Calendar(axis, pen, date, opens, closes, months, years)
