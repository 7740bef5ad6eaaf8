"""Termination payment: what payers owe when the deal ends early, as a share of the capital not yet paid back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from sibmodel.deal.faults.fault import Fault
from sibmodel.deal.outcomes.outcome import Basis
from sibmodel.deal.part import SHAPE, Money, Share, Writer
from sibmodel.deal.payments.payment import About, Claims, Payment, Surroundings, Told
from sibmodel.deal.payments.reach import ENDLESS, Reach
from sibmodel.deal.say import Say
from sibmodel.graph.units import MONEY, SHARE


class TerminationPayment(Payment):
    """Pays a share of the capital that is not yet paid back, and a fixed sum, where the deal ends early.

    It is paid at the period end after the one at which the deal ends, on what the order of payments of that day left
    unpaid: principal owed; for equity, what was drawn less all that came back.
    """

    in_any_case: ClassVar[str] = "a payment for ending early"

    kind: Annotated[Literal["termination_payment"], SHAPE]
    share_of_capital: Share = 0.0
    amount: Money = 0.0

    def outcomes_paid(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """None."""
        return iter(())

    def claims(self, writer: Writer, around: Surroundings) -> Claims:
        """The share of what is outstanding, at the instant after the end."""
        ending = around.clock.ending
        assert ending is not None
        share = writer.read("share_of_capital", SHARE)
        owed = (share * ending.outstanding + writer.read("amount", MONEY)) * ending.ended
        return Claims(owed, owed)

    def most(self, reach: Reach) -> float:
        """The fixed sum; a share of capital is of whatever is then outstanding."""
        return ENDLESS if self.share_of_capital else self.amount

    def told(self, say: Say) -> Told:
        """The share and the sum."""
        parts = []
        if self.share_of_capital:
            parts.append(f"{say.percent(self.share_of_capital)} of the capital not yet paid back")
        if self.amount or not parts:
            parts.append(say.price(self.amount))
        return Told(
            "termination payment: owed where the deal ends early", f"{say.listed(parts)} if the deal ends early"
        )

    def faults(self, about: About) -> Iterator[Fault]:
        """It needs terms of an early end."""
        if not about.may_end_early:
            message = "is owed where the deal ends early, and the terms say nothing of an early end."
            yield Fault(about.at("kind"), message, "Add 'termination:' to the terms.")
