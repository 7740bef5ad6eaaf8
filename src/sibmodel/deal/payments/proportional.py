"""Proportional: nothing below a threshold, a straight line from there to a target, the full amount beyond."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from sibmodel.deal.faults.fault import CLOSE, Fault
from sibmodel.deal.outcomes.term import Level
from sibmodel.deal.part import SHAPE, Money, Writer
from sibmodel.deal.payments.by_level import AMOUNT, LEVEL, PaymentByLevel, settled_in_words
from sibmodel.deal.payments.payment import About, Told
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.say import Say, Table
from sibmodel.deal.wording import number
from sibmodel.graph.expressions import Number, ratio
from sibmodel.graph.units import MONEY, Unit


class Proportional(PaymentByLevel):
    """Pays from one amount at the threshold to another at the target, in a straight line between them."""

    kind: Annotated[Literal["proportional"], SHAPE]
    threshold: Level
    target: Level
    pays_at_threshold: Money = 0.0
    pays_at_target: Money

    def canonical(self, writer: Writer, unit: Unit) -> Schedule:
        """A jump and a bend at the threshold, and the bend taken back at the target."""
        threshold, target = writer.read("threshold", unit), writer.read("target", unit)
        low, high = writer.read("pays_at_threshold", MONEY), writer.read("pays_at_target", MONEY)
        rise = writer.pen.line("rise", f"{writer.title}: rise", ratio(high - low, target - threshold, 0))
        return Schedule(
            (
                Knot("threshold", "threshold", threshold, low, rise),
                Knot("target", "target", target, Number(0.0, MONEY), 0 - rise),
            )
        )

    def levels(self) -> Iterator[tuple[tuple[str, ...], float]]:
        """The two ends of the line."""
        yield ("threshold",), self.threshold
        yield ("target",), self.target

    def top(self, highest: float) -> float:
        """The full amount."""
        return max(self.pays_at_threshold, self.pays_at_target)

    def told(self, say: Say) -> Told:
        """The two ends of the line."""
        ends = ((self.threshold, self.pays_at_threshold), (self.target, self.pays_at_target))
        rows = tuple((say.level(self.outcome, level), say.price(pays)) for level, pays in ends)
        low, high = (f"{pays} at {level}" for level, pays in rows)
        return Told(
            "proportional: a straight line between two levels, flat beyond",
            f"from {low} in a straight line to {high}",
            settled_in_words(self),
            levels=Table("amounts", (LEVEL, AMOUNT), rows, note="In a straight line between the two, flat beyond."),
        )

    def faults(self, about: About) -> Iterator[Fault]:
        """It climbs from its threshold to its target, in level and in amount."""
        if self.target <= self.threshold + CLOSE:
            level = about.level(self.outcome)
            message = f"is {level(self.target)}, not above the threshold ({level(self.threshold)})."
            yield Fault(about.at("target"), message, "Set the target above the threshold.")
        if self.pays_at_target < self.pays_at_threshold:
            yield Fault(
                about.at("pays_at_target"),
                f"is {number(self.pays_at_target)}, less than pays_at_threshold ({number(self.pays_at_threshold)}).",
                "More success pays at least as much: check both amounts.",
            )
