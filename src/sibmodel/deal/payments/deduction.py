"""Deduction: an amount that the contract sets off against what is otherwise due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from sibmodel.deal.outcomes.outcome import Basis
from sibmodel.deal.part import SHAPE, Money, Months, Writer
from sibmodel.deal.payments.payment import Claims, Payment, Surroundings, Told
from sibmodel.deal.payments.reach import Reach
from sibmodel.deal.say import Say
from sibmodel.graph.units import MONEY, MONTHS


class Deduction(Payment):
    """An amount in one month that is netted against other payments, such as funding received under another head.

    What is more than the payments of its month is set off against later ones and stays owed in the end, or lapses.
    South Carolina's success payments were netted against what a Medicaid waiver had already paid.
    """

    kind: Annotated[Literal["deduction"], SHAPE]
    amount: Money
    month: Months
    rest: Annotated[Literal["owed", "lapses"], SHAPE] = "owed"

    @property
    def may_deduct(self) -> bool:
        """It does nothing else."""
        return True

    @property
    def may_leave_owed(self) -> bool:
        """Unless what is left of it lapses."""
        return self.rest == "owed"

    def most(self, reach: Reach) -> float:
        """Nothing is ever paid."""
        return 0.0

    def below(self, reach: Reach) -> float:
        """All of it."""
        return self.amount

    def outcomes_paid(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """None."""
        return iter(())

    def claims(self, writer: Writer, around: Surroundings) -> Claims:
        """The amount, below nothing, in its month."""
        month = writer.read("month", MONTHS)
        around.clock.check_within(writer, "month", month, "the deduction")
        amount = (0 - writer.read("amount", MONEY)) * around.clock.falls(month)
        return Claims(amount, amount)

    def _when(self, say: Say) -> str:
        month = say.month(self.month)
        return f"from {month} on" if self.rest == "owed" else f"of {month}, and what is left of it lapses"

    def told(self, say: Say) -> Told:
        """The amount and its month."""
        return Told(
            "deduction: an amount that is set off against other payments",
            self._brief(say),
            (("Amount", say.price(self.amount)), ("Set off", self._when(say))),
        )

    def _brief(self, say: Say) -> str:
        """Nothing where nothing is set off."""
        if not self.amount:
            return ""
        return f"{say.price(self.amount)} is set off against other payments {self._when(say)}"
