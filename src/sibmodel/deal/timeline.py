"""The timeline of a deal: when it starts, its periods, and the clock that every other part reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal

from pydantic import Field

from sibmodel.deal.calendar import Calendar, PeriodEnds, months_between, write_calendar
from sibmodel.deal.part import SHAPE, Date, Part, Writer
from sibmodel.deal.termination import Ending, Termination
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import (
    Expression,
    MonthNumber,
    Number,
    at_least,
    choose,
    maximum,
    previous,
    total,
)
from sibmodel.graph.model import Line, Model, Section
from sibmodel.graph.units import DATE, DAYS, MONTHS

MONTHS_IN: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
LONGEST_MONTHS: Final = 600


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
        clock = _write_clock(pen, model.time, self.ends(pen))
        return (
            clock if termination is None else replace(clock, ending=termination.write(model, clock.opens, clock.closes))
        )

    def ends(self, pen: Section) -> PeriodEnds:
        """When its periods end, as inputs."""
        writer = Writer(self, "terms.timeline", "Timeline", pen)
        first = None if self.first_period_ends is None else writer.read("first_period_ends", DATE)
        return PeriodEnds(writer.read("starts", DATE), MONTHS_IN[self.period], first)


@dataclass(frozen=True, slots=True)
class Clock(Calendar):
    """The lines of the timeline that the other parts read: of the instants of the deal."""

    ends: PeriodEnds
    ahead: Line
    days: Line
    is_last: Line
    ending: Ending | None = None

    @property
    def start(self) -> Expression:
        """The first day."""
        return self.ends.start

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

    def overlap(self, begins: Expression, lasts: Expression, *, in_advance: bool) -> Expression:
        """Months of a window in each period, at the instant that ends the period or that opens it."""
        opens, closes = (self.closes, self.ahead) if in_advance else (self.opens, self.closes)
        return months_between(opens, closes, begins, lasts)

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

    def check_carried(
        self, writer: Writer, name: str, before: Expression, after: Expression, what: str, instead: str = ""
    ) -> None:
        """Write the check that a lag carries nothing past the last instant."""
        writer.pen.check(
            f"{name}_carried",
            f"{writer.title}: nothing falls after the last period",
            at_least(total(after), total(before)) * at_least(total(before), total(after)),
            f"some {what} after the last period of the deal.",
            instead or "Shorten the lag, start earlier, or give the timeline more periods.",
            writer.path,
        )

    def fiscal_year_ahead(self, ends: str) -> Line:
        """The fiscal year of the day after each instant, on which the next period opens."""
        words = f"Fiscal year of the next day (ends {ends.capitalize()})"
        month = MonthNumber(self.date + Number(1.0, DAYS))
        return self.fiscal_year_of(f"fiscal_year_ahead_{ends}", words, month, ends)


def fiscal_years(months: int) -> int:
    """How many fiscal years a deal of so many months can touch, whenever it starts."""
    return (months - 1) // 12 + 2 if months else 1


def _write_clock(pen: Section, axis: Axis, ends: PeriodEnds) -> Clock:
    calendar = write_calendar(pen, axis, ends)
    index, is_close, date = pen.model["time.period"], pen.model["time.is_close"], calendar.date
    ahead = pen.line(
        "ahead",
        "Months since start, at the end of the next period",
        MonthNumber(ends.end_of(index + 1)) - MonthNumber(ends.start) + Number(1.0, MONTHS),
    )
    days = pen.line(
        "days",
        "Days in the period",
        choose(is_close, 0, date - choose(at_least(1, index), ends.start - Number(1.0, DAYS), previous(date))),
        note="the first period runs from its first day to its last, both counted",
    )
    is_last = pen.line("is_last", "Last instant", at_least(index, Number(float(axis.size - 1))))
    lines = (date, calendar.opens, calendar.closes, calendar.months, calendar.years)
    return Clock(axis, pen, *lines, ends, ahead, days, is_last)
