"""How long savings are counted: as long as the deal runs, or for so many years from financial close."""

from __future__ import annotations

from dataclasses import dataclass

from sibmodel.deal.calendar import Calendar, write_calendar
from sibmodel.deal.timeline import Clock, Timeline
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import Expression, TotalWhere
from sibmodel.graph.model import Model

SAVINGS_PERIODS = "periods of savings"
"""The name of the columns that savings run over where they outlast the deal."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """The columns over which savings are counted.

    They begin with the instants of the deal, and are these themselves where nothing longer is asked for.

    Args:
        clock: The instants of the deal.
        calendar: The columns of savings.
        months: How many months they cover.
    """

    clock: Clock
    calendar: Calendar
    months: int

    @property
    def is_longer(self) -> bool:
        """Whether savings have columns of their own."""
        return self.calendar.axis is not self.clock.axis

    def carried(self, flow: Expression) -> Expression:
        """A flow of the deal, on the columns of savings."""
        if not self.is_longer or flow.axis is None:
            return flow
        return TotalWhere(flow, self.clock.closes, self.calendar.closes)


def write_horizon(model: Model, clock: Clock, timeline: Timeline, years: int | None) -> Horizon:
    """Write the columns of savings.

    Args:
        model: Where the lines go.
        clock: The instants of the deal.
        timeline: When the periods of the deal end.
        years: For how many years from financial close savings are counted; None as long as the deal runs.
    """
    if years is None:
        return Horizon(clock, clock, timeline.months)
    first = timeline.period_ends[0]
    periods = 1 + max(0, -(-(years * 12 - first) // clock.ends.length))
    pen = model.section("horizon", "Savings", "Time over which savings are counted")
    calendar = write_calendar(pen, Axis(SAVINGS_PERIODS, periods + 1), clock.ends)
    return Horizon(clock, calendar, periods * clock.ends.length)
