"""Deduction: an amount that the contract sets off against what is otherwise due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from sibmodel.deal.outcomes.outcome import Basis
from sibmodel.deal.part import SHAPE, Money, Months, Writer
from sibmodel.deal.payments.payment import Claims, Payment, Surroundings, Told
from sibmodel.deal.say import Say
from sibmodel.graph.units import MONEY, MONTHS


class Deduction(Payment):
    """An amount in one month that is netted against other payments, such as funding received under another head.

    South Carolina's success payments were netted against what a Medicaid waiver had already paid.
    """

    kind: Annotated[Literal["deduction"], SHAPE]
    amount: Money
    month: Months

    @property
    def may_deduct(self) -> bool:
        """It does nothing else."""
        return True

    def most(self) -> float | None:
        """Nothing is ever paid."""
        return 0.0

    def outcomes_paid(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """None."""
        return iter(())

    def claims(self, writer: Writer, around: Surroundings) -> Claims:
        """The amount, below nothing, in its month."""
        month = writer.read("month", MONTHS)
        around.clock.check_within(writer, "month", month, "the deduction")
        amount = (0 - writer.read("amount", MONEY)) * around.clock.falls(month)
        return Claims(amount, amount)

    def told(self, say: Say) -> Told:
        """The amount and its month."""
        return Told(
            "deduction: an amount that is set off against other payments",
            self._brief(say),
            (("Amount", say.price(self.amount)), ("Set off from", say.month(self.month))),
        )

    def _brief(self, say: Say) -> str:
        """Nothing where nothing is set off."""
        if not self.amount:
            return ""
        return f"{say.price(self.amount)} is set off against other payments from {say.month(self.month)} on"
