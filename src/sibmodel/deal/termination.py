"""Early termination: the month in which a deal ends before its time, what winding down costs, what still counts.

A deal that ends early bears no further costs, takes no further people and draws no further capital. Outcomes that are
measured by then are paid for as agreed, later ones are not. What is lent falls due. A payment term of the kind
``termination_payment`` is what payers owe on that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sibmodel.deal.part import Money, Months, Part, Writer
from sibmodel.graph.expressions import Expression, Number, above, at_least, largest, maximum, previous, total
from sibmodel.graph.model import Line, Model
from sibmodel.graph.units import MONEY, MONTHS

NEVER: Final = 1200
"""The month of a deal that is not ended early: later than any deal lasts. It is a word in the place of a number."""
IN_MONTH: Final = "terms.termination.in_month"
"""The path of the input that says when a deal ends early."""
NONE_IN_WORDS: Final = "none: runs to its own end"


def is_no_end(path: str, value: float) -> bool:
    """Whether an input says that the deal is not ended early; it is then no assumption but the lack of one."""
    return path == IN_MONTH and value >= NEVER


class Termination(Part):
    """The terms of an early end.

    ``in_month`` is the month with which the deal is taken to end, the last of a period; left out it runs to its own
    end, and the table of exit dates asks what each period end would bring. Within a period nothing could end: costs
    and fees are borne by the period.
    """

    in_month: Months = NEVER
    wind_down: Money = 0.0

    @property
    def is_early(self) -> bool:
        """Whether the deal is taken to end before its time."""
        return self.in_month < NEVER

    def write(self, model: Model, opens: Line, closes: Line) -> Ending:
        """Write the flags of an early end."""
        pen = model.section("termination", "Timeline", "Early termination")
        writer = Writer(self, "terms.termination", "Early termination", pen)
        month = writer.read("in_month", MONTHS)
        _check_period_end(writer, month, closes)
        runs = pen.line("runs", "Has not ended early before the period", above(month, opens))
        goes_on = pen.line("goes_on", "Goes on after the instant", above(month, closes))
        ends = pen.line("ends", "Ends early at the instant", runs - goes_on)
        ended = pen.line("ended", "Ended early at the instant before", previous(ends))
        cost = pen.flow("wind_down", "Cost of winding down", writer.read("wind_down", MONEY) * ends, unit=MONEY)
        label = "Capital not yet paid back at the end of the instant before"
        outstanding = Line("termination.outstanding", label, pen.place, MONEY, runs.axis, None)
        return Ending(month, runs, goes_on, ended, cost, model.add(outstanding))


def _check_period_end(writer: Writer, month: Expression, closes: Line) -> None:
    """Write the check that a deal ends early with a period before its last, or not at all."""
    last = largest(closes)
    is_before = above(month, 0) * above(last, month)
    is_end = is_before * total(at_least(closes, month) * at_least(month, closes))
    writer.pen.check(
        "at_period_end",
        "Early termination: with the end of a period",
        maximum(is_end, at_least(month, Number(float(NEVER), MONTHS))),
        "the deal would end early within a period, or with or after its last.",
        f"Name the last month of a period before the last, or {NEVER} for a deal that runs to its own end.",
        f"{writer.path}.in_month",
    )


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
