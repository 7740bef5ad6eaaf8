"""Funding: what all money put in has in common, and what an instrument answers for itself.

A new instrument is a file with one class derived from this, and a word in the union of `stack.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from sibmodel.deal.capital.draws import Draws
from sibmodel.deal.capital.said import Amount, Milestone, Pair, Words
from sibmodel.deal.capital.stake import Stake
from sibmodel.deal.part import Money, Part, Text, Writer
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression

INVESTOR: Final = "investor"


class Funding(Part):
    """A tranche: what somebody puts in, up to a commitment."""

    title: Text = ""
    provider: Text = ""
    rank: Text = ""
    commitment: Money

    is_at_risk: ClassVar[bool] = True
    """Whether somebody means to have it back, and so may lose it."""
    role: ClassVar[str] = INVESTOR
    """What its provider is."""

    @property
    def is_owed(self) -> bool:
        """Whether its principal is owed, so that what is missing at the end is still owed; else it is lost."""
        return "principal" in self.must_be_paid()

    # --- what it puts in -----------------------------------------------------------------------------------------

    def agreed(self, writer: Writer, clock: Clock) -> Expression | None:
        """Draws agreed beforehand, by instant; None where it is drawn by need."""
        return None

    def in_kind(self, writer: Writer, cost: Expression) -> Expression | None:
        """What of a cost it bears in kind; None where it puts in cash."""
        return None

    # --- what may be lost ----------------------------------------------------------------------------------------

    @property
    def may_be_guaranteed(self) -> bool:
        """Whether a guarantee may stand behind it."""
        return self.is_owed

    def not_back(self, stake: Stake, covers: Writer) -> Expression:
        """The principal that has not come back, after all that this instant paid so far.

        Args:
            stake: This tranche.
            covers: Writes the lines of the guarantee that asks.
        """
        principal = stake.claims["principal"].still_owed()
        assert principal is not None
        return principal

    # --- what it may be paid -------------------------------------------------------------------------------------

    def payable(self) -> tuple[str, ...]:
        """What a step may pay it."""
        return ()

    def must_be_paid(self) -> tuple[str, ...]:
        """What needs a step, because it will be owed."""
        return ()

    def not_paid(self, what: str) -> tuple[str, str]:
        """Why a step may not pay it something, and what to do."""
        return f"which is not paid {what}", "Remove the step."

    def open(self, stake: Stake) -> None:
        """Write its claims, now that the draw of the instant is known."""

    def surplus_limit(self, stake: Stake) -> Expression | None:
        """The most that it may take of the surplus at an instant; None where there is no limit."""
        return None

    def surplus_beyond(self) -> str:
        """Who gets what its limit leaves; empty where those do who share with it."""
        return ""

    def surplus_waits(self, stake: Stake) -> Expression | None:
        """1 from the instant on at which it lets the surplus be shared; None where it does not matter."""
        return None

    def may_share_surplus(self) -> bool:
        """Whether it may stand among those who share the surplus."""
        return True

    # --- what it says of itself ----------------------------------------------------------------------------------

    def describe(self) -> Iterator[Pair]:
        """Its terms in words."""
        if self.provider:
            yield "Provided by", (self.provider,)
        yield "Kind", self.kind_in_words()
        if self.rank:
            yield "Rank", (self.rank,)
        yield "Commitment", (Amount(self.commitment),)
        yield "Drawn", self.drawn_in_words()

    def kind_in_words(self) -> Words:
        """What it is."""
        raise NotImplementedError

    def drawn_in_words(self) -> Words:
        """When it is drawn."""
        raise NotImplementedError

    def milestones(self) -> Iterator[Milestone]:
        """The months that matter to it."""
        yield from ()


class CashFunding(Funding):
    """A tranche that puts in cash."""

    draws: Draws

    def agreed(self, writer: Writer, clock: Clock) -> Expression | None:
        """The draws that it states."""
        return self.draws.requested(writer, clock)

    def drawn_in_words(self) -> Words:
        """The draws that it states."""
        return self.draws.describe()
