"""Recoverable grant: repaid in its turn, without interest, as far as there is cash."""

from __future__ import annotations

from typing import Annotated, Literal

from sibmodel.deal.capital.claims import Debt
from sibmodel.deal.capital.funding import CashFunding
from sibmodel.deal.capital.said import Words
from sibmodel.deal.capital.stake import Stake
from sibmodel.deal.part import SHAPE
from sibmodel.graph.units import MONEY


class RecoverableGrant(CashFunding):
    """A grant that is repaid in its turn, without interest, as far as there is cash."""

    kind: Annotated[Literal["recoverable_grant"], SHAPE]

    def open(self, stake: Stake) -> None:
        """Principal alone."""
        balance = stake.writer.pen.balance("principal", f"{stake.writer.title}: principal", MONEY, stake.clock.axis)
        stake.claims["principal"] = Debt(stake.writer, "principal", balance, stake.drawn)

    def payable(self) -> tuple[str, ...]:
        """Principal."""
        return ("principal",)

    def must_be_paid(self) -> tuple[str, ...]:
        """Principal."""
        return ("principal",)

    def not_paid(self, what: str) -> tuple[str, str]:
        """It bears no interest."""
        if what != "interest":
            return "a recoverable grant, of which only the principal is paid", "Write '{name} principal'."
        return "a recoverable grant, which bears none", "Remove the step, or make '{name}' a loan."

    def kind_in_words(self) -> Words:
        """What it is."""
        return ("recoverable grant: repaid in its turn, without interest, as far as there is cash",)
