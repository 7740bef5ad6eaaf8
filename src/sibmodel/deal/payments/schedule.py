"""The canonical schedule: the one form that every payment by level becomes.

    f(x) = sum over knots of [ jump + bend * (x - at) ] where x has reached ``at``

Piecewise linear with jumps: tiers are jumps, a proportional payment is two bends, a threshold one jump. Every
coefficient is an expression over inputs, so a price or a threshold changed in the workbook changes the payment.
"""

from __future__ import annotations

from dataclasses import dataclass

from sibmodel.graph.expressions import Expression, Number, at_least, lift
from sibmodel.graph.model import Line, Section
from sibmodel.graph.units import MONEY


@dataclass(frozen=True, slots=True)
class Knot:
    """Where the schedule jumps or bends; reached at ``at`` or above."""

    name: str
    title: str
    at: Expression
    jump: Expression
    bend: Expression | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A payment as a function of one level."""

    knots: tuple[Knot, ...]

    def write(self, pen: Section, level: Line | Expression, title: str) -> Line:
        """Write what the schedule pays at a level, knot by knot.

        Args:
            pen: Where the lines are written.
            level: The level paid on.
            title: What readers call the payment.
        """
        amount: Expression = Number(0.0, MONEY)
        for knot in self.knots:
            part = pen.at(knot.name)
            reached = part.line("reached", f"{title}: {knot.title} reached", at_least(level, knot.at))
            step = lift(knot.jump)
            if knot.bend is not None:
                step = step + knot.bend * (level - knot.at)
            amount = amount + part.line(
                "adds", f"{title}: {knot.title} adds", reached * step, unit=MONEY, note="on top of what stands above"
            )
        return pen.line("amount", f"{title}: amount by the schedule", amount, unit=MONEY)
