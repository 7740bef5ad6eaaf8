"""Bonus and penalty: money for each point beyond a dead band on either side, with or without a cliff at its edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from sibmodel.deal.faults.fault import Fault
from sibmodel.deal.outcomes.term import Level
from sibmodel.deal.part import SHAPE, Money, Writer
from sibmodel.deal.payments.by_level import PaymentByLevel, settled_in_words
from sibmodel.deal.payments.payment import About, Told
from sibmodel.deal.payments.reach import ENDLESS, Reach, times
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.say import Say
from sibmodel.deal.wording import percent
from sibmodel.graph.expressions import Expression, Number
from sibmodel.graph.units import MONEY, Unit

POINTS = Number(100.0)


class BonusPenalty(PaymentByLevel):
    """Pays for each percentage point above a dead band and takes back for each below it.

    ``expected`` is the level at which neither is due. With ``counts_from: expected`` every point from there counts
    once the edge of the band is reached, which makes a cliff at the edge; with ``counts_from: edge`` only points
    beyond it do. Both are due at their edge too.
    """

    kind: Annotated[Literal["bonus_penalty"], SHAPE]
    expected: Level = 0.0
    bonus_from: Level
    penalty_from: Level
    bonus_per_point: Money
    penalty_per_point: Money = 0.0
    counts_from: Annotated[Literal["expected", "edge"], SHAPE] = "edge"

    may_forfeit: ClassVar[bool] = True

    @property
    def may_deduct(self) -> bool:
        """A penalty takes back."""
        return True

    def canonical(self, writer: Writer, unit: Unit) -> Schedule:
        """The penalty's line up to its edge, nothing within the band, the bonus's line from its edge on."""
        expected, top, bottom = (writer.read(name, unit) for name in ("expected", "bonus_from", "penalty_from"))
        bonus = writer.read("bonus_per_point", MONEY) * POINTS
        penalty = writer.read("penalty_per_point", MONEY) * POINTS
        low, high = (expected, expected) if self.counts_from == "expected" else (bottom, top)
        # Up to its edge the penalty's line is penalty * (x - low): just above it that is taken back.
        at_bottom: Expression = penalty * (low - bottom)
        return Schedule(
            (
                Knot("penalty_ends", "end of the penalty", bottom, at_bottom, 0 - penalty, only_above=True),
                Knot("bonus_begins", "begin of the bonus", top, bonus * (top - high), bonus),
            ),
            slope=penalty,
            start=0 - penalty * low,
        )

    def levels(self) -> Iterator[tuple[tuple[str, ...], float]]:
        """The edges of the band."""
        yield ("penalty_from",), self.penalty_from
        yield ("bonus_from",), self.bonus_from

    def levels_stated(self) -> Iterator[tuple[tuple[str, ...], str, float]]:
        """The edges and the expected level."""
        yield from super().levels_stated()
        yield ("expected",), self.outcome, self.expected

    def top(self, highest: float) -> float:
        """The bonus at the highest level there can be; it has no upper edge of its own."""
        if highest < self.bonus_from:
            return 0.0
        counted_from = self.expected if self.counts_from == "expected" else self.bonus_from
        return times(self.bonus_per_point * 100, highest - counted_from)

    def most(self, reach: Reach) -> float:
        """As with any schedule, unless a penalty at one price is made good at a higher one: a penalty has no end."""
        if self.penalty_per_point and self.indexed is not None and self.settles in ("ratchet", "clawback"):
            return ENDLESS
        return super().most(reach)

    def below(self, reach: Reach) -> float:
        """A penalty has no lower edge."""
        return ENDLESS if self.penalty_per_point else super().below(reach)

    def told(self, say: Say) -> Told:
        """Both prices and the band; a price of nothing is no term."""
        top, bottom = say.level(self.outcome, self.bonus_from), say.level(self.outcome, self.penalty_from)
        counted = "from that edge"
        if self.counts_from == "expected":
            counted = f"from {say.level(self.outcome, self.expected)}"
        bonus, penalty = say.price(self.bonus_per_point), say.price(self.penalty_per_point)
        parts, rules = [], []
        if self.bonus_per_point:
            parts.append(f"{bonus} for each percentage point from {top} on")
            rules.append(("Bonus", f"{bonus} a point, from {top} on"))
        if self.penalty_per_point:
            parts.append(f"{penalty} taken back for each percentage point from {bottom} down")
            rules.append(("Penalty", f"{penalty} a point, from {bottom} down"))
        return Told(
            f"{self._called()}, nothing {self._nothing(say)}",
            f"{say.listed(parts)}, counted {counted}" if parts else "nothing",
            (*settled_in_words(self), *rules, ("Counted", counted), ("Nothing is due", self._nothing(say))),
        )

    def _called(self) -> str:
        """Bonus, penalty, or both: a price of nothing is none."""
        if not self.penalty_per_point:
            return "bonus: money for each point beyond a level"
        if not self.bonus_per_point:
            return "penalty: money taken back for each point below a level"
        return "bonus and penalty: money for each point beyond a band on either side"

    def _nothing(self, say: Say) -> str:
        """Where neither is due."""
        top, bottom = say.level(self.outcome, self.bonus_from), say.level(self.outcome, self.penalty_from)
        if not self.bonus_per_point:
            return f"above {bottom}"
        return f"between {bottom} and {top}" if self.penalty_per_point else f"below {top}"

    def faults(self, about: About) -> Iterator[Fault]:
        """The band has its edges in order, with the expected level within."""
        if self.penalty_from > self.bonus_from:
            message = f"is {percent(self.penalty_from)}, above where the bonus begins ({percent(self.bonus_from)})."
            hint = "Write a level at or below bonus_from: between the two nothing is due."
            yield Fault(about.at("penalty_from"), message, hint)
        elif self.counts_from == "expected" and not self.penalty_from <= self.expected <= self.bonus_from:
            band = f"{percent(self.penalty_from)} to {percent(self.bonus_from)}"
            message = f"is {percent(self.expected)}, outside the band in which nothing is due ({band})."
            yield Fault(about.at("expected"), message, "Write a level between penalty_from and bonus_from.")
        if self.settles == "ratchet" and self.penalty_per_point:
            message = "is ratchet, which never takes anything back: a penalty would come and never go."
            yield Fault(about.at("settles"), message, "Write clawback, or each_reading, or remove the penalty.")
        if self.counts_from == "edge" and self.expected != 0:
            message = "has no effect: points count from the edges of the band (counts_from: edge)."
            yield Fault(about.at("expected"), message, "Write counts_from: expected, or remove it.", at_key=True)
        if otherwise := about.counts_otherwise(self.outcome):
            message = f"'{self.outcome}' {otherwise}, and bonus and penalty are for each percentage point."
            yield Fault(about.at("outcome"), message, "Name an outcome whose level is a share.")
