"""Volume tiers: a price for each unit that changes with how many there have been."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sibmodel.deal.faults.fault import CLOSE, Fault
from sibmodel.deal.outcomes.outcome import Basis
from sibmodel.deal.part import SHAPE, Money, Months, Name, Part, Quantity, Writer, titled
from sibmodel.deal.payments.payment import About, Claims, Payment, Surroundings, Told
from sibmodel.deal.payments.reach import ENDLESS, Reach, times
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.say import Say, Table
from sibmodel.deal.wording import number
from sibmodel.graph.expressions import Expression, Number, cumulative, positive, previous
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONEY, MONTHS, Unit


class VolumeTier(Part):
    """What each unit above a number earns, until the next tier."""

    above: Quantity
    price: Money


class VolumeTiers(Payment):
    """Pays each unit the price of the tier that it falls into, by the count so far: first 370, next 40, all above.

    It follows the count to date, so that on a net count a bad reading takes from a good one; what has been paid is
    never taken back.
    """

    needs: ClassVar[Literal["units", "level", "nothing"]] = "units"

    kind: Annotated[Literal["volume_tiers"], SHAPE]
    outcome: Annotated[str, SHAPE]
    paid_on: Annotated[Basis, SHAPE]
    tiers: Annotated[dict[Name, VolumeTier], Field(min_length=1)]
    paid_after: Months = 0

    def outcomes_paid(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """The one outcome."""
        yield ("outcome",), self.outcome, self.paid_on

    def most_due(self, reach: Reach, after: float, until: float) -> float:
        """Nothing unless a unit may then fall due."""
        return self.most(reach) if reach.may_be_due(self.outcome, self.paid_after, after, until) else 0.0

    @property
    def level_outcome(self) -> str | None:
        """The one outcome, where it is a count: the level is then the count itself."""
        return self.outcome

    def levels(self) -> Iterator[tuple[tuple[str, ...], float]]:
        """Where prices change."""
        for name, tier in self.tiers.items():
            yield ("tiers", name, "above"), tier.above

    def canonical(self, writer: Writer, unit: Unit) -> Schedule:
        """A bend where each tier begins, over the count so far."""
        knots, below = [], Number(0.0, MONEY / unit)
        price: Expression = below
        for name in self.tiers:
            at, own = writer.read(f"tiers.{name}.above", unit), writer.read(f"tiers.{name}.price", MONEY / unit)
            knots.append(Knot(name, f"tier {titled(name).lower()}", at, Number(0.0, MONEY), own - price))
            price = own
        return Schedule(tuple(knots))

    def claims(self, writer: Writer, around: Surroundings) -> Claims:
        """What the schedule on the count so far adds at each instant, by measurement and by when it falls due."""
        clock, after = around.clock, writer.read("paid_after", MONTHS)
        observed = around.outcomes[self.outcome].observed[self.paid_on]
        earning = writer.under("earning", f"{writer.title}, when measured")
        falling_due = writer.under("falling_due", f"{writer.title}, when due")
        serving = writer.under("serving", f"{writer.title}, when people are served")
        return Claims(
            self._adds(earning, observed.measured(earning.pen, writer.title, clock)),
            self._adds(falling_due, observed.due(falling_due.pen, writer.title, clock, after)),
            served=self._adds(serving, observed.served(serving.pen, writer.title, clock)),
        )

    def _adds(self, writer: Writer, units: Expression) -> Expression:
        pen, unit = writer.pen, units.unit
        assert unit is not None
        counted = pen.flow("units", f"{writer.title}: units", units, unit=unit)
        so_far: Expression = pen.line("units_so_far", f"{writer.title}: units so far", cumulative(counted), unit=unit)
        if self.paid_on == "net":
            so_far = self._most_so_far(writer, so_far, unit)
        worth = self.canonical(writer, unit).write(pen, so_far, writer.title)
        return worth - previous(worth)

    def _most_so_far(self, writer: Writer, so_far: Expression, unit: Unit) -> Line:
        """The largest count so far: what was paid for stays paid for."""
        axis = so_far.axis
        assert axis is not None
        label = f"{writer.title}: most units so far"

        def grown(line: Line) -> Expression:
            return previous(line) + positive(so_far - previous(line))

        return writer.pen.recurrence("most_units_so_far", label, unit, axis, grown)

    def most(self, reach: Reach) -> float:
        """Every unit of every tier: it ends only where a last tier pays nothing."""
        tiers = list(self.tiers.values())
        ends = [*(tier.above for tier in tiers[1:]), ENDLESS]
        return sum(times(tier.price, end - tier.above) for tier, end in zip(tiers, ends, strict=True))

    def told(self, say: Say) -> Told:
        """The price of each tier."""
        each, tiers = say.each(self.outcome), list(self.tiers.values())
        first = f"{say.price(tiers[0].price)} for each {each}"
        if tiers[0].above:
            first += f" beyond {say.number(tiers[0].above)}, nothing before"
        rest = [f"{say.price(tier.price)} above {say.number(tier.above)}" for tier in tiers[1:]]
        rows = tuple((say.number(tier.above), say.price(tier.price)) for tier in tiers)
        if tiers[0].above:
            rows = (("0", say.price(0.0)), *rows)
        heads = (("Above", False), (f"For each {each}", True))
        return Told(
            "volume tiers: a price for each outcome that changes with how many there have been",
            say.listed([first, *rest]),
            (("Counted", "to date; what has been paid is never taken back"),),
            (Table("tiers", heads, rows),),
        )

    def faults(self, about: About) -> Iterator[Fault]:
        """Tiers go up."""
        for (below, lower), (tier, higher) in pairwise(self.tiers.items()):
            if higher.above <= lower.above + CLOSE:
                message = (
                    f"is {number(higher.above)}, not more than the tier before it ({below}, {number(lower.above)})."
                )
                yield Fault(about.at("tiers", tier, "above"), message, "List tiers from the lowest number up.")
