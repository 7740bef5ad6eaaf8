"""Proportional: nothing below a threshold, a straight line from there to a target, the full amount beyond."""

from __future__ import annotations

from typing import Annotated, Literal

from sibmodel.deal.part import SHAPE, Money, Writer
from sibmodel.deal.payments.payment import PaymentByLevel, Surroundings
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.payments.tiered_schedule import Level
from sibmodel.graph.expressions import Number, ratio
from sibmodel.graph.units import MONEY


class Proportional(PaymentByLevel):
    """Pays from one amount at the threshold to another at the target, in a straight line between them."""

    kind: Annotated[Literal["proportional"], SHAPE]
    threshold: Level
    target: Level
    pays_at_threshold: Money = 0.0
    pays_at_target: Money

    def canonical(self, writer: Writer, around: Surroundings) -> Schedule:
        """A jump and a bend at the threshold, and the bend taken back at the target."""
        unit = around.outcomes[self.outcome].unit
        threshold, target = writer.read("threshold", unit), writer.read("target", unit)
        low, high = writer.read("pays_at_threshold", MONEY), writer.read("pays_at_target", MONEY)
        rise = writer.pen.line("rise", f"{writer.title}: rise", ratio(high - low, target - threshold, 0))
        return Schedule(
            (
                Knot("threshold", "threshold", threshold, low, rise),
                Knot("target", "target", target, Number(0.0, MONEY), 0 - rise),
            )
        )

    def describe(self) -> list[tuple[str, float, float]]:
        """The two ends of the line."""
        return [
            ("threshold", self.threshold, self.pays_at_threshold),
            ("target", self.target, self.pays_at_target),
        ]
