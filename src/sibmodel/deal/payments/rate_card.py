"""Rate card: a price for each outcome, however many there are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.part import SHAPE, Money, Name, Writer
from sibmodel.deal.payments.payment import Payment, Surroundings
from sibmodel.deal.payments.schedule import Schedule
from sibmodel.graph.expressions import Expression, add_up, positive
from sibmodel.graph.model import Line
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

    def amounts(self, writer: Writer, around: Surroundings, paid_after: Expression) -> tuple[Expression, Expression]:
        """Price times units, when they are measured and when they fall due."""
        pairs = [self._line_of_card(writer, around, name, paid_after) for name in self.prices]
        return add_up([pair[0] for pair in pairs], MONEY), add_up([pair[1] for pair in pairs], MONEY)

    def _units(self, amount: Expression) -> Expression:
        """The units paid for: where fewer than without the programme are counted, nothing is paid back."""
        return positive(amount) if self.paid_on == "net" else amount

    def _line_of_card(
        self, writer: Writer, around: Surroundings, name: str, paid_after: Expression
    ) -> tuple[Line, Line]:
        outcome, clock, pen = around.outcomes[name], around.clock, writer.pen.at(name)
        observed = outcome.observed[self.paid_on]
        price = writer.read(f"prices.{name}", MONEY / observed.unit)
        earned: list[Expression] = []
        due: list[Expression] = []
        for reading in observed.readings:
            amount = around.indices.applied_in(price * self._units(reading.amount), self.indexed, reading.measured)
            earned.append(amount * clock.falls(reading.measured))
            due.append(amount * clock.falls(reading.verified + paid_after))
        for stream in observed.streams:
            measured = clock.closes + stream.measured_after
            priced = around.indices.applied_in(price * self._units(stream.amount), self.indexed, measured)
            row = pen.flow("priced", f"{outcome.title}: priced, by start", priced)
            earned.append(clock.later(row, stream.measured_after))
            due.append(clock.later(row, stream.measured_after + stream.verified_after + paid_after))
        return (
            pen.flow("earned", f"{outcome.title}: earned", add_up(earned, MONEY), unit=MONEY),
            pen.flow("claimed", f"{outcome.title}: falls due", add_up(due, MONEY), unit=MONEY),
        )
