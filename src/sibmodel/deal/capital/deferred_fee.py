"""Deferred fee: what a provider or an intermediary is owed for its service and waits for."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sibmodel.deal.capital.principal import PrincipalAlone
from sibmodel.deal.capital.said import Percent, Words
from sibmodel.deal.part import SHAPE, Share, Writer
from sibmodel.graph.expressions import Expression
from sibmodel.graph.units import SHARE


class DeferredFee(PrincipalAlone):
    """Service that is rendered and paid later, if at all: it bears a share of each cost in kind, without interest.

    Nothing of it is ever cash in hand. What is deferred is at risk as money put in is, and counts as that.
    """

    kind: Annotated[Literal["deferred_fee"], SHAPE]
    share_of_costs: Share = 1.0

    role: ClassVar[str] = "waits for its fees"
    owed_as: ClassVar[str] = "fees deferred and owed"

    def in_kind(self, writer: Writer, cost: Expression) -> Expression | None:
        """Its share of the cost."""
        return cost * writer.read("share_of_costs", SHARE)

    def not_paid(self, what: str) -> tuple[str, str]:
        """It bears no interest; what is paid later is its principal."""
        return "a deferred fee, of which only what was deferred is paid", "Write '{name} principal'."

    def kind_in_words(self) -> Words:
        """What it is, and that it is at risk."""
        kind = "deferred fee: service paid for later, in its turn, without interest"
        return (f"{kind}; at risk like money put in, and counted as that in every return",)

    def drawn_in_words(self) -> Words:
        """In kind, as costs fall due."""
        return ("in kind, ", Percent(self.share_of_costs), " of each cost of the vehicle, up to the commitment")
