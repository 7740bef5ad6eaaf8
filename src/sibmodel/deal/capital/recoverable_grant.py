"""Recoverable grant: repaid in its turn, without interest, as far as there is cash."""

from __future__ import annotations

from typing import Annotated, Literal

from sibmodel.deal.capital.funding import CashFunding
from sibmodel.deal.capital.principal import PrincipalAlone
from sibmodel.deal.capital.said import Words
from sibmodel.deal.part import SHAPE


class RecoverableGrant(CashFunding, PrincipalAlone):
    """A grant that is repaid in its turn, without interest, as far as there is cash."""

    kind: Annotated[Literal["recoverable_grant"], SHAPE]

    def not_paid(self, what: str) -> tuple[str, str]:
        """It bears no interest."""
        if what != "interest":
            return "a recoverable grant, of which only the principal is paid", "Write '{name} principal'."
        return "a recoverable grant, which bears none", "Remove the step, or make '{name}' a loan."

    def kind_in_words(self) -> Words:
        """What it is."""
        return ("recoverable grant: repaid in its turn, without interest, as far as there is cash",)
