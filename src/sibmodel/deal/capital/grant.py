"""Grant: money that is given and never comes back."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sibmodel.deal.capital.funding import CashFunding
from sibmodel.deal.capital.said import Words
from sibmodel.deal.part import SHAPE


class Grant(CashFunding):
    """A grant that is not repaid: a source of money, but no investment, so that no return counts it."""

    kind: Annotated[Literal["grant"], SHAPE]

    is_at_risk: ClassVar[bool] = False
    role: ClassVar[str] = "grant giver"

    def not_paid(self, what: str) -> tuple[str, str]:
        """It is never repaid."""
        return "a grant, which is never repaid", "Remove the step, or make '{name}' a recoverable_grant."

    def may_share_surplus(self) -> bool:
        """Nothing comes back."""
        return False

    def kind_in_words(self) -> Words:
        """What it is."""
        return ("grant: never repaid, and counted in no investor’s return",)
