"""Banded schedule: a price for each percentage point, band by band, once a first level is reached.

Like a marginal tax scale with a threshold: at 38 % and bands of 160,000 a point up to 30 % and 38,000 above, the
first thirty points earn 160,000 each and the next eight 38,000. Below the level at which it starts nothing is
paid; once that is reached, every point from zero counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.faults.fault import CLOSE, Fault
from sibmodel.deal.outcomes.term import Level
from sibmodel.deal.part import SHAPE, Money, Name, Part, Writer, titled
from sibmodel.deal.payments.by_level import PaymentByLevel, settled_in_words
from sibmodel.deal.payments.payment import About, Told
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.say import Say, Table
from sibmodel.deal.wording import percent
from sibmodel.graph.expressions import Expression, Number
from sibmodel.graph.units import MONEY, SHARE, Unit

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

    def canonical(self, writer: Writer, unit: Unit) -> Schedule:
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

    def levels(self) -> Iterator[tuple[tuple[str, ...], float]]:
        """Where it starts and where each band ends."""
        yield ("starts_at",), self.starts_at
        for name, band in self.bands.items():
            yield ("bands", name, "up_to"), band.up_to

    def top(self, highest: float) -> float:
        """Every point of every band that a level can reach; what is beyond the last band earns nothing."""
        ends = [0.0, *(min(band.up_to, highest) for band in self.bands.values())]
        points = [max(0.0, end - below) * 100 for below, end in pairwise(ends)]
        return sum(many * band.per_point for many, band in zip(points, self.bands.values(), strict=True))

    def told(self, say: Say) -> Told:
        """Where it starts, and the price of a point in each band."""
        merged = self._merged()
        bands = [f"{say.price(per_point)} up to {say.level(self.outcome, up_to)}" for up_to, per_point in merged]
        priced = f"for each percentage point, counted from zero, {say.listed(bands)}"
        if self.starts_at:
            priced = f"nothing below {say.level(self.outcome, self.starts_at)}; once that is reached, {priced}"
        reached = " once the first level is reached" if self.starts_at else ""
        return Told(
            f"bands: a price for each percentage point, counted from zero{reached}",
            priced,
            settled_in_words(self),
            (self._table(say),),
        )

    def _merged(self) -> list[tuple[float, float]]:
        """Where each price ends, bands of the same price as one."""
        found: list[tuple[float, float]] = []
        for band in self.bands.values():
            if found and found[-1][1] == band.per_point:
                found.pop()
            found.append((band.up_to, band.per_point))
        return found

    def _table(self, say: Say) -> Table:
        rows, below = [], 0.0
        for name, band in self.bands.items():
            span = f"{say.level(self.outcome, below)} to {say.level(self.outcome, band.up_to)}"
            rows.append((titled(name), span, say.price(band.per_point)))
            below = band.up_to
        heads = (("Band", False), ("Level", False), ("For each percentage point", True))
        starts = say.level(self.outcome, self.starts_at)
        note = f"Nothing is paid below {starts}; once that is reached, points count from zero."
        return Table("bands", heads, tuple(rows), note=note if self.starts_at else "")

    def faults(self, about: About) -> Iterator[Fault]:
        """Bands follow each other upwards, and the schedule starts within the first; points count from zero."""
        for (below, lower), (band, higher) in pairwise(self.bands.items()):
            if higher.up_to <= lower.up_to + CLOSE:
                yield Fault(
                    about.at("bands", band, "up_to"),
                    f"is {percent(higher.up_to)}, not above where the band before it ends "
                    f"({below}, {percent(lower.up_to)}): the two overlap.",
                    "List bands from the lowest up.",
                )
        if self.starts_at < 0:
            message = f"is {percent(self.starts_at)}: points count from zero, so a payment would be negative."
            yield Fault(about.at("starts_at"), message, "Write 0% or more.")
        band, first = next(iter(self.bands.items()))
        if self.starts_at > first.up_to + CLOSE:
            yield Fault(
                about.at("starts_at"),
                f"is {percent(self.starts_at)}, beyond the end of the first band ({band}, {percent(first.up_to)}).",
                "Start within the first band, or drop the bands below the start.",
            )
        if otherwise := about.counts_otherwise(self.outcome):
            message = f"'{self.outcome}' {otherwise}, and a banded schedule has a price for each percentage point."
            hint = "Pay for it by a tiered_schedule, volume_tiers or a rate_card."
            if otherwise == "is a score":
                hint = "Pay for it by a tiered_schedule, a threshold or a proportional payment."
            yield Fault(about.at("outcome"), message, hint)
