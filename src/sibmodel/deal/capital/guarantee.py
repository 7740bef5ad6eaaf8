"""Guarantee: credit support for one tranche, a layer of its loss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from sibmodel.deal.capital.claims import Debt
from sibmodel.deal.capital.said import Amount, Milestone, Month, Named, Pair, Percent, Words
from sibmodel.deal.capital.stake import Stake
from sibmodel.deal.part import SHAPE, Money, Months, Part, Share, Text, Writer
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, minimum, positive
from sibmodel.graph.units import MONEY, MONTHS, SHARE


class Guarantee(Part):
    """A layer of the loss of one tranche, called once, after that instant's order of payments.

    ``tops_up`` brings the principal repaid up to a level; ``first_loss`` covers what has not come back up to a level.
    The level is an amount, or a share of the principal committed or drawn. Either pays no more than the principal that
    has not come back: of a loan, what is still owed; of equity, what it put in less all that it got. A guarantee that
    is reimbursed is paid back by its step from what comes in later.
    """

    kind: Annotated[Literal["guarantee"], SHAPE]
    title: Text = ""
    provider: Text = ""
    of: Annotated[str, SHAPE]
    form: Annotated[Literal["tops_up", "first_loss"], SHAPE]
    amount: Money | None = None
    share: Share | None = None
    on: Annotated[Literal["committed", "drawn"] | None, SHAPE] = None
    called_at: Months
    reimbursed: Annotated[bool, SHAPE] = False

    # --- lines ---------------------------------------------------------------------------------------------------

    def called(self, writer: Writer, clock: Clock, stake: Stake) -> Expression:
        """What it pays, by instant."""
        month = writer.read("called_at", MONTHS)
        clock.check_within(writer, "called", month, "the call of the guarantee")
        outstanding, level = stake.part.not_back(stake, writer), self._level(writer, stake)
        layer = positive(level - (stake.drawn_to_date - outstanding)) if self.form == "tops_up" else level
        return clock.falls(month) * minimum(layer, outstanding)

    def _level(self, writer: Writer, stake: Stake) -> Expression:
        if self.share is None:
            return writer.read("amount", MONEY)
        whole = stake.drawn_to_date if self.on == "drawn" else stake.writer.read("commitment", MONEY)
        return writer.pen.line("level", f"{writer.title}: its level", writer.read("share", SHARE) * whole)

    def claim(self, writer: Writer, clock: Clock) -> Debt | None:
        """What it paid and has not got back; None where it does not get it back."""
        if not self.reimbursed:
            return None
        balance = writer.pen.balance("reimbursement", f"{writer.title}: to be reimbursed", MONEY, clock.axis)
        return Debt(writer, "reimbursement", balance, None)

    # --- what it may be paid -------------------------------------------------------------------------------------

    def payable(self) -> tuple[str, ...]:
        """What it paid, where it gets that back."""
        return ("reimbursement",) if self.reimbursed else ()

    def must_be_paid(self) -> tuple[str, ...]:
        """What it paid, where it gets that back."""
        return self.payable()

    def not_paid(self, what: str) -> tuple[str, str]:
        """It is not owed anything but its reimbursement."""
        if self.reimbursed:
            return "a guarantee, which is only reimbursed", "Write '{name} reimbursement'."
        if what == "reimbursement":
            return "a guarantee that is not reimbursed", "Add 'reimbursed: true' to it, or remove the step."
        return "a guarantee, which is not repaid", "Remove the step."

    # --- what it says of itself ----------------------------------------------------------------------------------

    def level_in_words(self) -> Words:
        """Its level: an amount, or a share of something."""
        if self.share is None:
            return (Amount(self.amount or 0.0),)
        return (Percent(self.share), f" of the principal {self.on or 'committed'}")

    def layer_in_words(self) -> Words:
        """What it covers, after its own name."""
        if self.form == "tops_up":
            in_all = " in all" if self.share is None else ""
            return ("tops up the principal repaid, to ", *self.level_in_words(), in_all)
        return ("covers lost principal up to ", *self.level_in_words())

    def describe(self) -> Iterator[Pair]:
        """Who gives it, behind whom it stands, what it covers and when."""
        if self.provider:
            yield "Provided by", (self.provider,)
        yield "Stands behind", (Named(self.of),)
        form: Words = self.layer_in_words()
        if self.form == "first_loss" and self.share is None:
            form = ("covers the first ", *self.level_in_words(), " of principal that has not come back")
        back = "reimbursed in its turn from what comes in later" if self.reimbursed else "not itself repaid"
        yield "What it covers", (*form, "; never more than the principal that has not come back, and ", back)
        yield "Called", ("once, in ", Month(self.called_at))

    def milestones(self) -> Iterator[Milestone]:
        """When it may be called."""
        yield "may be called", self.called_at, self.called_at
