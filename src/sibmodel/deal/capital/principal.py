"""Principal alone: capital that is owed what it put in and nothing on it."""

from __future__ import annotations

from typing import ClassVar

from sibmodel.deal.capital.claims import Debt
from sibmodel.deal.capital.funding import Funding
from sibmodel.deal.capital.stake import Stake
from sibmodel.graph.units import MONEY


class PrincipalAlone(Funding):
    """A tranche that is repaid what it put in, in its turn, without interest."""

    owed_as: ClassVar[str] = "principal"
    """What readers call what is owed to it."""

    def open(self, stake: Stake) -> None:
        """What is put in is owed."""
        label = f"{stake.writer.title}: {self.owed_as}"
        balance = stake.writer.pen.balance("principal", label, MONEY, stake.clock.axis)
        stake.claims["principal"] = Debt(stake.writer, "principal", balance, stake.drawn)

    def payable(self) -> tuple[str, ...]:
        """Principal."""
        return ("principal",)

    def must_be_paid(self) -> tuple[str, ...]:
        """Principal."""
        return ("principal",)
