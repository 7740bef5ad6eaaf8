"""Banded schedule: a price for each percentage point, band by band, once a first level is reached.

Like a marginal tax scale with a threshold: at 38 % and bands of 160,000 a point up to 30 % and 38,000 above, the
first thirty points earn 160,000 each and the next eight 38,000. Below the level at which it starts nothing is
paid; once that is reached, every point from zero counts.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.part import SHAPE, Money, Name, Part, Writer, titled
from sibmodel.deal.payments.payment import PaymentByLevel, Surroundings
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.payments.tiered_schedule import Level
from sibmodel.graph.expressions import Expression, Number
from sibmodel.graph.units import MONEY, SHARE

POINTS = Number(100.0)


class Band(Part):
    """Points up to a level, and what each earns."""

    up_to: Level
    per_point: Money


class BandedSchedule(PaymentByLevel):
    """Pays every point its band's price, from zero, once the level at which it starts is reached."""

    kind: Annotated[Literal["banded_schedule"], SHAPE]
    starts_at: Level
    bands: Annotated[dict[Name, Band], Field(min_length=1)]

    def canonical(self, writer: Writer, around: Surroundings) -> Schedule:
        """A jump to all points so far where it starts, and a bend at the end of each band."""
        starts = writer.read("starts_at", SHARE)
        prices = [self._price(writer, name) for name in self.bands]
        ends = [writer.read(f"bands.{name}.up_to", SHARE) for name in self.bands]
        knots = [Knot("start", "start", starts, prices[0] * starts, prices[0])]
        none = Number(0.0, MONEY)
        for name, end, (price, following) in zip(self.bands, ends, pairwise([*prices, none]), strict=True):
            knots.append(Knot(f"end_of_{name}", f"end of {titled(name).lower()}", end, none, following - price))
        return Schedule(tuple(knots))

    def _price(self, writer: Writer, name: str) -> Expression:
        return writer.read(f"bands.{name}.per_point", MONEY) * POINTS

    def describe(self) -> list[tuple[str, float, float]]:
        """Where it starts, then each band: its name, where it ends, what a point earns."""
        return [("start", self.starts_at, 0.0)] + [
            (name, band.up_to, band.per_point) for name, band in self.bands.items()
        ]
