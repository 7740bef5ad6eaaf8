"""Draws: when the money of a tranche comes in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from pydantic import Field

from sibmodel.deal.capital.said import Amount, Month, Words, listed
from sibmodel.deal.part import SHAPE, Money, Months, Name, Part, Writer
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, Number, add_up
from sibmodel.graph.units import MONEY, MONTHS

_LISTED: Final = 6
"""Draws that are told one by one; of more, the first and the last."""


class AtClose(Part):
    """One draw at financial close."""

    kind: Annotated[Literal["at_close"], SHAPE]
    amount: Money

    def requested(self, writer: Writer, clock: Clock) -> Expression | None:
        """The amount, at instant 0."""
        return writer.read("draws.amount", MONEY) * clock.falls(Number(0.0, MONTHS))

    def describe(self) -> Words:
        """The amount."""
        return (Amount(self.amount), " at financial close")


class Draw(Part):
    """One draw of a schedule."""

    month: Months
    amount: Money


class Scheduled(Part):
    """Draws in stated months."""

    kind: Annotated[Literal["scheduled"], SHAPE]
    schedule: Annotated[dict[Name, Draw], Field(min_length=1)]

    def requested(self, writer: Writer, clock: Clock) -> Expression | None:
        """Each amount at the instant that takes its month."""
        draws = []
        for name in self.schedule:
            month = writer.read(f"draws.schedule.{name}.month", MONTHS)
            clock.check_within(writer, f"draw_{name}", month, f"the draw {name}")
            draws.append(writer.read(f"draws.schedule.{name}.amount", MONEY) * clock.falls(month))
        return add_up(draws, MONEY)

    def describe(self) -> Words:
        """The draws one by one, or the first and the last of many."""
        if len(self.schedule) <= _LISTED:
            return listed(self._each())
        months = [draw.month for draw in self.schedule.values()]
        return (f"in {len(months)} stated draws from ", Month(min(months)), " to ", Month(max(months)))

    def _each(self) -> Iterator[Words]:
        for draw in self.schedule.values():
            when: Words = (" in ", Month(draw.month)) if draw.month else (" at financial close",)
            yield (Amount(draw.amount), *when)


class AsNeeded(Part):
    """Drawn at each instant as far as costs need it; several such tranches share by commitment."""

    kind: Annotated[Literal["as_needed"], SHAPE]

    def requested(self, writer: Writer, clock: Clock) -> Expression | None:
        """None: it follows the need."""
        return None

    def describe(self) -> Words:
        """That costs decide."""
        return ("as costs need it, up to the commitment",)


Draws = Annotated[AtClose | Scheduled | AsNeeded, Field(discriminator="kind")]
