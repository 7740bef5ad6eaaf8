"""The canonical schedule: the one form that every payment by level becomes.

    f(x) = start + slope * x + sum over knots of [ jump + bend * (x - at) ] where x has reached ``at``

Piecewise linear with jumps: tiers are jumps, a proportional payment is two bends, a threshold one jump. Every
coefficient is an expression over inputs, so a price or a threshold changed in the workbook changes the payment.
"""

from __future__ import annotations

from dataclasses import dataclass

from sibmodel.graph.expressions import Expression, Number, above, at_least, lift
from sibmodel.graph.model import Line, Section
from sibmodel.graph.units import MONEY, Unit


@dataclass(frozen=True, slots=True)
class Knot:
    """Where the schedule jumps or bends: reached at ``at``, or only above it."""

    name: str
    title: str
    at: Expression
    jump: Expression
    bend: Expression | None = None
    only_above: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """A payment, or a rate of one, as a function of one level.

    Args:
        knots: Where it jumps or bends.
        slope: What each unit of the level adds from minus infinity on; None for nothing.
        start: What it comes to at level nought before any knot; None for nothing.
    """

    knots: tuple[Knot, ...]
    slope: Expression | None = None
    start: Expression | None = None

    def write(self, pen: Section, level: Line | Expression, title: str, unit: Unit = MONEY) -> Line:
        """Write what the schedule comes to at a level, knot by knot.

        Args:
            pen: Where the lines are written.
            level: The level paid on.
            title: What readers call the payment.
            unit: What it comes to.
        """
        amount: Expression = Number(0.0, unit) if self.start is None else self.start
        if self.slope is not None:
            amount = amount + pen.line("slope", f"{title}: by the level", self.slope * level, unit=unit)
        for knot in self.knots:
            part = pen.at(knot.name)
            is_reached = above(level, knot.at) if knot.only_above else at_least(level, knot.at)
            reached = part.line("reached", f"{title}: {knot.title} reached", is_reached)
            step = lift(knot.jump)
            if knot.bend is not None:
                step = step + knot.bend * (level - knot.at)
            amount = amount + part.line(
                "adds", f"{title}: {knot.title} adds", reached * step, unit=unit, note="on top of what stands above"
            )
        return pen.line("amount", f"{title}: amount by the schedule", amount, unit=unit)
