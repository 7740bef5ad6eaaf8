"""Tiered schedule: a fixed amount for each step reached, held until the next."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.part import INPUT, SHAPE, Money, Name, Part, Writer, titled
from sibmodel.deal.payments.payment import PaymentByLevel, Surroundings
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.graph.expressions import Expression, Number
from sibmodel.graph.units import MONEY

Level = Annotated[float, INPUT, Field(allow_inf_nan=False, ge=-1e9, le=1e9)]


class Tier(Part):
    """The amount due in all once a level is reached."""

    at_least: Level
    pays: Money


class TieredSchedule(PaymentByLevel):
    """Pays the amount of the highest tier reached; nothing in between is interpolated."""

    kind: Annotated[Literal["tiered_schedule"], SHAPE]
    tiers: Annotated[dict[Name, Tier], Field(min_length=1)]

    def canonical(self, writer: Writer, around: Surroundings) -> Schedule:
        """A jump at each tier, by what the tier adds to the one below."""
        unit = around.outcomes[self.outcome].unit
        knots: list[Knot] = []
        below: Expression = Number(0.0, MONEY)
        for name in self.tiers:
            at = writer.read(f"tiers.{name}.at_least", unit)
            pays = writer.read(f"tiers.{name}.pays", MONEY)
            knots.append(Knot(name, f"tier {titled(name).lower()}", at, pays - below))
            below = pays
        return Schedule(tuple(knots))

    def describe(self) -> list[tuple[str, float, float]]:
        """Each tier: its name, its level, its amount."""
        return [(name, tier.at_least, tier.pays) for name, tier in self.tiers.items()]
