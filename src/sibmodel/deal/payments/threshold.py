"""Threshold: one amount, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from sibmodel.deal.outcomes.term import Level
from sibmodel.deal.part import SHAPE, Money, Writer
from sibmodel.deal.payments.by_level import AMOUNT, LEVEL, PaymentByLevel, settled_in_words
from sibmodel.deal.payments.payment import Told
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.say import Say, Table
from sibmodel.graph.units import MONEY, Unit


class Threshold(PaymentByLevel):
    """Pays one amount where the level is reached, nothing where it is not."""

    kind: Annotated[Literal["threshold"], SHAPE]
    at_least: Level
    pays: Money

    def canonical(self, writer: Writer, unit: Unit) -> Schedule:
        """One jump."""
        return Schedule((Knot("threshold", "threshold", writer.read("at_least", unit), writer.read("pays", MONEY)),))

    def levels(self) -> Iterator[tuple[tuple[str, ...], float]]:
        """Where it jumps."""
        yield ("at_least",), self.at_least

    def top(self, highest: float) -> float:
        """The one amount."""
        return self.pays

    def told(self, say: Say) -> Told:
        """The level and the amount."""
        pays, level = say.price(self.pays), say.level(self.outcome, self.at_least)
        return Told(
            "threshold: one amount, all or nothing",
            f"{pays} if {level} is reached, otherwise nothing",
            settled_in_words(self),
            levels=Table("amount", (LEVEL, AMOUNT), ((f"From {level}", pays),)),
        )
