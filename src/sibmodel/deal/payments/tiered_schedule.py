"""Tiered schedule: a fixed amount for each step reached, held until the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.faults.fault import CLOSE, Fault
from sibmodel.deal.outcomes.term import Level
from sibmodel.deal.part import SHAPE, Money, Name, Part, Writer, titled
from sibmodel.deal.payments.by_level import AMOUNT, LEVEL, PaymentByLevel, settled_in_words
from sibmodel.deal.payments.payment import About, Told
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.say import Say, Table
from sibmodel.deal.wording import number
from sibmodel.graph.expressions import Expression, Number
from sibmodel.graph.units import MONEY, Unit


class Tier(Part):
    """The amount due in all once a level is reached."""

    at_least: Level
    pays: Money


class TieredSchedule(PaymentByLevel):
    """Pays the amount of the highest tier reached; nothing in between is interpolated."""

    kind: Annotated[Literal["tiered_schedule"], SHAPE]
    tiers: Annotated[dict[Name, Tier], Field(min_length=1)]

    def canonical(self, writer: Writer, unit: Unit) -> Schedule:
        """A jump at each tier, by what the tier adds to the one below."""
        knots: list[Knot] = []
        below: Expression = Number(0.0, MONEY)
        for name in self.tiers:
            at = writer.read(f"tiers.{name}.at_least", unit)
            pays = writer.read(f"tiers.{name}.pays", MONEY)
            knots.append(Knot(name, f"tier {titled(name).lower()}", at, pays - below))
            below = pays
        return Schedule(tuple(knots))

    def levels(self) -> Iterator[tuple[tuple[str, ...], float]]:
        """Where it jumps."""
        for name, tier in self.tiers.items():
            yield ("tiers", name, "at_least"), tier.at_least

    def top(self, highest: float) -> float:
        """The amount of the tier that pays most."""
        return max(tier.pays for tier in self.tiers.values())

    def told(self, say: Say) -> Told:
        """The tiers, as a range."""
        tiers = sorted(self.tiers.values(), key=lambda tier: tier.at_least)
        paying = [tier for tier in tiers if tier.pays] or tiers[:1]
        tiers = tiers[tiers.index(paying[0]) :]
        low, high = tiers[0], tiers[-1]
        starts = say.level(self.outcome, low.at_least)
        first = f"{say.price(low.pays)} from {starts}"
        rising = f"{first}, in steps to {say.price(high.pays)} at {say.level(self.outcome, high.at_least)}"
        return Told(
            "tiers: the amount of the highest level reached, nothing in between",
            f"nothing below {starts}, {rising if len(tiers) > 1 else first}",
            settled_in_words(self),
            levels=self._levels_table(say),
        )

    def _levels_table(self, say: Say) -> Table:
        stated = [(say.level(self.outcome, tier.at_least), say.price(tier.pays)) for tier in self.tiers.values()]
        rows = tuple((f"From {level}", pays) for level, pays in stated)
        return Table("tiers", (LEVEL, AMOUNT), rows)

    def faults(self, about: About) -> Iterator[Fault]:
        """Tiers go up, in level and in amount."""
        level = about.level(self.outcome)
        for (below, lower), (tier, higher) in pairwise(self.tiers.items()):
            if higher.at_least <= lower.at_least + CLOSE:
                yield Fault(
                    about.at("tiers", tier, "at_least"),
                    f"is {level(higher.at_least)}, which is not above the tier before it "
                    f"({below}, {level(lower.at_least)}): the two overlap.",
                    "List tiers from the lowest level up, each level once.",
                )
            elif higher.pays < lower.pays:
                yield Fault(
                    about.at("tiers", tier, "pays"),
                    f"is {number(higher.pays)}, less than the tier below it pays ({below}, {number(lower.pays)}).",
                    "A higher tier pays at least as much: check both amounts.",
                )
