"""Minimum payment: what other payments must come to together by a month, whatever the outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.outcomes.outcome import Basis
from sibmodel.deal.part import SHAPE, Money, Months, Name, Writer
from sibmodel.deal.payments.payment import About, Claims, Payment, Surroundings, Told, to_date
from sibmodel.deal.payments.reach import Reach
from sibmodel.deal.say import Say
from sibmodel.graph.expressions import add_up, positive
from sibmodel.graph.units import MONEY, MONTHS


class MinimumPayment(Payment):
    """Tops up what has fallen due under other terms to an amount, in one month.

    Counted is what those terms come to before any limit that holds for them.
    """

    in_any_case: ClassVar[str] = "a minimum payment"

    kind: Annotated[Literal["minimum_payment"], SHAPE]
    of: Annotated[list[Name], SHAPE, Field(min_length=1)]
    amount: Money
    month: Months

    def most(self, reach: Reach) -> float:
        """The amount itself, and what was taken back under the terms that it tops up."""
        return self.amount + sum(reach.below[name] for name in self.of)

    def most_due(self, reach: Reach, after: float, until: float) -> float:
        """All of it, in its month."""
        return self.most(reach) if after < self.month <= until else 0.0

    def outcomes_paid(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """None."""
        return iter(())

    def claims(self, writer: Writer, around: Surroundings) -> Claims:
        """What is missing, in its month."""
        month = writer.read("month", MONTHS)
        around.clock.check_within(writer, "month", month, "the minimum payment")
        due = add_up([around.dues[name].claimed for name in self.of], MONEY)
        taken = [line for name in self.of if (line := around.dues[name].reduced) is not None]
        so_far = to_date(writer.pen, "so_far", f"{writer.title}: fell due so far", due - add_up(list(taken), MONEY))
        topped_up = positive(writer.read("amount", MONEY) - so_far) * around.clock.falls(month)
        counted = around.clock.counted(topped_up, month)
        return Claims(counted, counted)

    def told(self, say: Say) -> Told:
        """The amount, of what and by when."""
        terms, by = say.listed(say.term(name) for name in self.of), say.month(self.month)
        before = f"before {'its' if len(self.of) == 1 else 'their'} limits"
        topped_up = "is topped up" if len(self.of) == 1 else "are together topped up"
        return Told(
            "minimum payment: tops other payments up to an amount",
            f"{terms} {topped_up} to {say.price(self.amount)} {before} in {by}",
            (("Tops up", f"{terms}, to {say.price(self.amount)} {before} in {by}"),),
        )

    def faults(self, about: About) -> Iterator[Fault]:
        """It tops up other payment terms that stand before it."""
        before = list(about.payments)[: list(about.payments).index(about.name)]
        for number, name in enumerate(self.of):
            path = about.at("of", number)
            if name not in before:
                if name in about.payments:
                    message = f"is '{name}', which does not stand above it in the file."
                    yield Fault(path, message, "Move the minimum payment below the payments that it tops up.")
                else:
                    yield unknown(path, "payment", name, before)
            elif name in self.of[:number]:
                yield Fault(path, f"names '{name}' again: it would be counted twice.", "Remove it.")
