"""Time: instants, the months between them, and the fiscal years they fall in.

Columns are instants. Column 0 is financial close and column *t* the end of period *t*. Everything is timed in
whole months since the start: column *t* takes what falls after month ``opens`` and not after month ``closes``.
Financial close takes month 0 alone, so it opens at -1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal

from pydantic import Field

from sibmodel.deal.part import SHAPE, Date, Part, Writer
from sibmodel.deal.termination import Ending, Termination
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
    total,
)
from sibmodel.graph.model import Line, Model, Section
from sibmodel.graph.units import DATE, DAYS, MONTHS, NUMBER, YEARS, Unit

MONTHS_IN: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
MONTH_NAMES: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
LONGEST_MONTHS: Final = 600

MonthName = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip


class Timeline(Part):
    """When the deal starts, how long a period is and how many there are."""

    starts: Date
    period: Annotated[Literal["month", "quarter", "half_year", "year"], SHAPE]
    periods: Annotated[int, SHAPE, Field(ge=1, le=LONGEST_MONTHS)]
    first_period_ends: Date | None = None

    @property
    def months(self) -> int:
        """Months that the deal lasts at most."""
        return self.periods * MONTHS_IN[self.period]

    @property
    def period_ends(self) -> list[int]:
        """The months with which its periods end."""
        length = MONTHS_IN[self.period]
        short = self.first_period_ends
        first = length if short is None else (short.year - self.starts.year) * 12 + short.month - self.starts.month + 1
        return [first + length * number for number in range(self.periods)]

    def write(self, model: Model, termination: Termination | None = None) -> Clock:
        """Write the timeline's lines, and those of an early end where the terms know one."""
        pen = model.section("time", "Timeline", "Timeline")
        writer = Writer(self, "terms.timeline", "Timeline", pen)
        clock = _write_clock(writer, self, model.time)
        return (
            clock if termination is None else replace(clock, ending=termination.write(model, clock.opens, clock.closes))
        )


@dataclass(frozen=True, slots=True)
class Clock:
    """The lines of the timeline that the other parts read."""

    axis: Axis
    pen: Section
    start: Expression
    date: Line
    opens: Line
    closes: Line
    ahead: Line
    days: Line
    months: Line
    years: Line
    is_last: Line
    ending: Ending | None = None

    def running(self, flow: Expression, *, is_ahead: bool = False) -> Expression:
        """A flow as long as the deal runs; what is paid ahead is for the period after the instant."""
        if self.ending is None:
            return flow
        return flow * (self.ending.goes_on if is_ahead else self.ending.runs)

    def counted(self, amount: Expression, measured: Expression) -> Expression:
        """An amount where what is measured in a month still counts; nothing where the deal has ended before."""
        return amount if self.ending is None else amount * self.ending.counts(measured)

    def due_by(self, reached: Expression) -> Expression:
        """A flag of what has fallen due, which everything has once the deal has ended early."""
        return reached if self.ending is None else maximum(reached, self.reached(self.ending.month))

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

    def overlap(self, begins: Expression, lasts: Expression, *, in_advance: bool) -> Expression:
        """Months of a window in each period, at the instant that ends the period or that opens it."""
        opens, closes = (self.closes, self.ahead) if in_advance else (self.opens, self.closes)
        return positive(minimum(closes, begins + lasts) - maximum(opens, begins))

    def nothing(self, unit: Unit) -> Expression:
        """A row of nothing."""
        return Number(0.0, unit) * Counter(self.axis)

    def check_within(
        self, writer: Writer, name: str, month: Expression, what: str, remedy: str = "Move it earlier"
    ) -> None:
        """Write the check that a month lies within the deal, for money after the last instant would be lost."""
        writer.pen.check(
            f"{name}_within",
            f"{writer.title}: {what} falls within the deal",
            at_least(total(self.closes * self.is_last), month),
            f"{what} falls after the last period of the deal.",
            f"{remedy}, or give the timeline more periods.",
            writer.path,
        )

    def check_carried(self, writer: Writer, name: str, before: Expression, after: Expression, what: str) -> None:
        """Write the check that a lag carries nothing past the last instant."""
        writer.pen.check(
            f"{name}_carried",
            f"{writer.title}: nothing falls after the last period",
            at_least(total(after), total(before)) * at_least(total(before), total(after)),
            f"some {what} after the last period of the deal.",
            "Shorten the lag, start earlier, or give the timeline more periods.",
            writer.path,
        )

    def share_of(self, begins: Expression, lasts: Expression) -> Expression:
        """The share of a window that lies in each period; all of it in its first month where it lasts no time."""
        inside = ratio(self.overlap(begins, lasts, in_advance=False), lasts, 0)
        return choose(above(lasts, 0), inside, self.falls(begins))

    def fiscal_year(self, ends: str) -> Line:
        """The fiscal year of each instant, named by the calendar year in which it ends."""
        words = f"Fiscal year (ends {ends.capitalize()})"
        return self._fiscal_year(f"fiscal_year_{ends}", words, MonthNumber(self.date), ends)

    def fiscal_year_ahead(self, ends: str) -> Line:
        """The fiscal year of the day after each instant, on which the next period opens."""
        words = f"Fiscal year of the next day (ends {ends.capitalize()})"
        return self._fiscal_year(f"fiscal_year_ahead_{ends}", words, MonthNumber(self.date + Number(1.0, DAYS)), ends)

    def _fiscal_year(self, name: str, label: str, month: Expression, ends: str) -> Line:
        full = f"{self.pen.prefix}.{name}"
        if full in self.pen.model.lines:
            return self.pen.model.lines[full]
        shift = Number(float(12 - 1 - MONTH_NAMES.index(ends)), MONTHS)
        year = floor(ratio(month + shift, Number(12.0, MONTHS), 0))
        return self.pen.line(name, label, year, unit=NUMBER)


def fiscal_years(months: int) -> int:
    """How many fiscal years a deal of so many months can touch, whenever it starts."""
    return (months - 1) // 12 + 2 if months else 1


def _write_clock(writer: Writer, timeline: Timeline, axis: Axis) -> Clock:
    pen = writer.pen
    start = writer.read("starts", DATE)
    index = pen.line("period", "Period", Counter(axis))
    is_close = pen.line("is_close", "Financial close", at_least(0, index))
    date = pen.line("date", "Instant (period end)", choose(is_close, start, _end_of(writer, timeline, start, index)))
    begun = MonthNumber(start)
    closes = pen.line(
        "closes",
        "Months since start, at the end",
        choose(is_close, 0, MonthNumber(date) - begun + Number(1.0, MONTHS)),
    )
    opens = pen.line(
        "opens", "Months since start, at the beginning", choose(is_close, Number(-1.0, MONTHS), previous(closes))
    )
    ahead = pen.line(
        "ahead",
        "Months since start, at the end of the next period",
        MonthNumber(_end_of(writer, timeline, start, index + 1)) - begun + Number(1.0, MONTHS),
    )
    months = pen.line("months", "Months in the period", opposite(is_close) * (closes - opens))
    days = pen.line(
        "days",
        "Days in the period",
        choose(is_close, 0, date - choose(at_least(1, index), start - Number(1.0, DAYS), previous(date))),
        note="the first period runs from its first day to its last, both counted",
    )
    years = pen.line("years", "Years since start", ratio(closes, Number(12.0, MONTHS), 0), unit=YEARS)
    is_last = pen.line("is_last", "Last instant", at_least(index, Number(float(axis.size - 1))))
    return Clock(axis, pen, start, date, opens, closes, ahead, days, months, years, is_last)


def _end_of(writer: Writer, timeline: Timeline, start: Expression, index: Expression) -> Expression:
    """The last day of a period, counted from 1.

    Periods end with a month. Where a first period end is given, the periods after it are full ones.
    """
    length = Number(float(MONTHS_IN[timeline.period]), MONTHS)
    if timeline.first_period_ends is None:
        return MonthEnd(start, index * length - Number(1.0, MONTHS))
    return MonthEnd(writer.read("first_period_ends", DATE), (index - 1) * length)
