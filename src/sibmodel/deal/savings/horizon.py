"""How long savings are counted: as long as the deal runs, or for so many years from financial close."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sibmodel.deal.calendar import Calendar, write_calendar
from sibmodel.deal.timeline import Clock, Timeline
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import Expression, Number, TotalWhere, maximum, minimum
from sibmodel.graph.model import Line, Model
from sibmodel.graph.units import MONTHS

SAVINGS_PERIODS = "periods of savings"
"""The name of the columns that savings run over where they outlast the deal."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """The columns over which savings are counted.

    They begin with the instants of the deal, and are these themselves where nothing longer is asked for.

    Args:
        clock: The instants of the deal.
        calendar: The columns of savings.
        ends: The months with which they end.
        months: How many months they cover.
    """

    clock: Clock
    calendar: Calendar
    ends: Line
    months: int

    @property
    def is_longer(self) -> bool:
        """Whether savings have columns of their own."""
        return self.calendar.axis is not self.clock.axis

    def carried(self, flow: Expression) -> Expression:
        """A flow of the deal, on the columns of savings."""
        if not self.is_longer or flow.axis is None:
            return flow
        return TotalWhere(flow, self.clock.closes, self.ends)


def write_horizon(model: Model, clock: Clock, timeline: Timeline, years: int | None) -> Horizon:
    """Write the columns of savings.

    Args:
        model: Where the lines go.
        clock: The instants of the deal.
        timeline: When the periods of the deal end.
        years: For how many years from financial close savings are counted; None as long as the deal runs.
    """
    if years is None:
        return Horizon(clock, clock, clock.closes, timeline.months)
    is_short = clock.ends.first is not None
    periods = -(-years * 12 // clock.ends.length) + is_short
    pen = model.section("horizon", "Savings", "Time over which savings are counted")
    calendar = write_calendar(pen, Axis(SAVINGS_PERIODS, periods + 1), clock.ends)
    horizon = Horizon(clock, calendar, calendar.closes, periods * clock.ends.length)
    return replace(horizon, calendar=_until(calendar, years)) if is_short else horizon


def _until(calendar: Calendar, years: int) -> Calendar:
    """The same columns, in which nothing falls once the years are up: a short first period moves all that follow."""
    pen, last = calendar.pen, Number(12.0 * years, MONTHS)
    opens = pen.line("counted_from", "Months since start, counted from", minimum(calendar.opens, last))
    closes = pen.line("counted_to", "Months since start, counted to", minimum(calendar.closes, last))
    months = pen.line("counted", "Months in the period that count", closes - maximum(opens, 0))
    return replace(calendar, opens=opens, closes=closes, months=months)
