"""Rate card: a price for each outcome, however many there are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.part import SHAPE, Money, Name, Writer
from sibmodel.deal.payments.payment import Payment, Surroundings
from sibmodel.deal.payments.schedule import Schedule
from sibmodel.graph.expressions import Expression, add_up, positive
from sibmodel.graph.units import MONEY


class RateCard(Payment):
    """Pays a price for each unit of each outcome on the card."""

    kind: Annotated[Literal["rate_card"], SHAPE]
    prices: Annotated[dict[Name, Money], Field(min_length=1)]

    def outcomes_paid(self) -> list[str]:
        """The outcomes on the card."""
        return list(self.prices)

    def canonical(self, writer: Writer, around: Surroundings) -> Schedule | None:
        """None: the card is paid unit by unit."""
        return None

    def describe(self) -> list[tuple[str, float, float]]:
        """Each outcome and its price."""
        return [(name, price, 1.0) for name, price in self.prices.items()]

    def amounts(self, writer: Writer, around: Surroundings) -> tuple[Expression, Expression]:
        """Price times units, when they are measured and when they are verified."""
        pairs = [self._line_of_card(writer, around, name) for name in self.prices]
        return add_up([pair[0] for pair in pairs], MONEY), add_up([pair[1] for pair in pairs], MONEY)

    def _units(self, amount: Expression) -> Expression:
        """The units paid for: where fewer than without the programme are counted, nothing is paid back."""
        return positive(amount) if self.paid_on == "net" else amount

    def _line_of_card(self, writer: Writer, around: Surroundings, name: str) -> tuple[Expression, Expression]:
        outcome, clock = around.outcomes[name], around.clock
        observed = outcome.observed[self.paid_on]
        price = writer.read(f"prices.{name}", MONEY / observed.unit)
        pen = writer.pen.at(name)
        earned: list[Expression] = []
        verified: list[Expression] = []
        for reading in observed.readings:
            amount = around.indices.applied_in(
                price * self._units(reading.amount), self.indexed, clock, reading.measured
            )
            earned.append(amount * clock.falls(reading.measured))
            verified.append(amount * clock.falls(reading.verified))
        for stream in observed.streams:
            row = pen.flow(
                "priced",
                f"{outcome.title}: priced",
                around.indices.applied(price * self._units(stream.amount), self.indexed),
            )
            earned.append(row)
            verified.append(clock.later(row, stream.verified_after))
        earns = pen.flow("earned", f"{outcome.title}: earned", add_up(earned, MONEY), unit=MONEY)
        confirms = pen.flow("verified", f"{outcome.title}: verified", add_up(verified, MONEY), unit=MONEY)
        return earns, confirms
