"""Guarantees: called after the order of payments of their month, in the order of the file."""

from __future__ import annotations

from collections.abc import Mapping

from sibmodel.deal.capital.claims import Debt
from sibmodel.deal.capital.guarantee import Guarantee
from sibmodel.deal.capital.stake import Stake
from sibmodel.deal.part import Writer, titled
from sibmodel.deal.timeline import Clock
from sibmodel.graph.model import Model
from sibmodel.graph.units import MONEY


class Cover:
    """A guarantee while its lines are being written."""

    def __init__(self, model: Model, clock: Clock, name: str, part: Guarantee) -> None:
        title = titled(name, part.title)
        pen = model.section(f"capital.{name}", "Capital", title)
        self.part = part
        self.clock = clock
        self.writer = Writer(part, f"terms.capital.{name}", title, pen)
        self.claim = part.claim(self.writer, clock)

    def call(self, stakes: Mapping[str, Stake]) -> None:
        """Pay the tranche that it stands behind, and note what is to be reimbursed."""
        stake = stakes[self.part.of]
        amount = self.part.called(self.writer, self.clock, stake)
        paid = self.writer.pen.flow("paid", f"{self.writer.title}: called", amount, unit=MONEY)
        if isinstance(principal := stake.claims.get("principal"), Debt):
            principal.covered.append(paid)
        stake.received.append(paid)
        if self.claim is not None:
            self.claim.added_later.append(paid)
