"""Threshold: one amount, all or nothing."""

from __future__ import annotations

from typing import Annotated, Literal

from sibmodel.deal.part import SHAPE, Money, Writer
from sibmodel.deal.payments.payment import PaymentByLevel, Surroundings
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.payments.tiered_schedule import Level
from sibmodel.graph.units import MONEY


class Threshold(PaymentByLevel):
    """Pays one amount where the level is reached, nothing where it is not."""

    kind: Annotated[Literal["threshold"], SHAPE]
    at_least: Level
    pays: Money

    def canonical(self, writer: Writer, around: Surroundings) -> Schedule:
        """One jump."""
        at = writer.read("at_least", around.outcomes[self.outcome].unit)
        return Schedule((Knot("threshold", "threshold", at, writer.read("pays", MONEY)),))

    def describe(self) -> list[tuple[str, float, float]]:
        """The level and the amount."""
        return [("threshold", self.at_least, self.pays)]
