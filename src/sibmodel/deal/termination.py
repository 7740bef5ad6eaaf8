"""Early termination: the month in which a deal ends before its time, what winding down costs, what still counts.

A deal that ends early bears no further costs, takes no further people and draws no further capital. Outcomes that are
measured by then are paid for as agreed, later ones are not. What is lent falls due. A payment term of the kind
``termination_payment`` is what payers owe on that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sibmodel.deal.part import Money, Months, Part, Writer
from sibmodel.graph.expressions import Expression, above, at_least, previous
from sibmodel.graph.model import Line, Model
from sibmodel.graph.units import MONEY, MONTHS

NEVER: Final = 1200
"""The month of a deal that is not ended early: later than any deal lasts."""


class Termination(Part):
    """The terms of an early end.

    ``in_month`` is the month in which the deal is taken to end; left out it runs to its own end, and the table of exit
    dates asks what each month would bring.
    """

    in_month: Months = NEVER
    wind_down: Money = 0.0

    def write(self, model: Model, opens: Line, closes: Line) -> Ending:
        """Write the flags of an early end."""
        pen = model.section("termination", "Timeline", "Early termination")
        writer = Writer(self, "terms.termination", "Early termination", pen)
        month = writer.read("in_month", MONTHS)
        runs = pen.line("runs", "Has not ended early before the period", above(month, opens))
        goes_on = pen.line("goes_on", "Goes on after the instant", above(month, closes))
        ends = pen.line("ends", "Ends early at the instant", runs - goes_on)
        ended = pen.line("ended", "Ended early at the instant before", previous(ends))
        cost = pen.flow("wind_down", "Cost of winding down", writer.read("wind_down", MONEY) * ends, unit=MONEY)
        label = "Capital not yet paid back at the end of the instant before"
        outstanding = Line("termination.outstanding", label, pen.place, MONEY, runs.axis, None)
        return Ending(month, runs, goes_on, ended, cost, model.add(outstanding))


@dataclass(frozen=True, slots=True)
class Ending:
    """The lines of an early end.

    Args:
        month: The month in which it is; later than any other where the deal is not ended early.
        runs: 1 at instants up to the end, for what is paid in arrears.
        goes_on: 1 at instants before the end, for what is paid in advance.
        ended: 1 at the instant after the one of the end, when what is owed for it is paid.
        wind_down: What winding down costs.
        outstanding: Capital not yet paid back at the end of the instant before; written once the vehicle is.
    """

    month: Expression
    runs: Line
    goes_on: Line
    ended: Line
    wind_down: Line
    outstanding: Line

    def counts(self, measured: Expression) -> Expression:
        """1 where what is measured in a month still counts."""
        return at_least(self.month, measured)
