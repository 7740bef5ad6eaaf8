"""Fees of the structure: paid in their turn to parties who put no money in, so that they are nobody's return."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.capital.claims import Claim, Debt
from sibmodel.deal.capital.said import Amount, Milestone, Month, Named, Pair, Percent, Words
from sibmodel.deal.part import SHAPE, Money, Months, Part, Share, SomeMonths, Text, Writer
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, Number, at_least, previous, ratio, total
from sibmodel.graph.model import Balance, Line
from sibmodel.graph.units import MONEY, MONTHS, SHARE


class Fee(Part):
    """A fee of the structure, paid by the step '<name> fee' to a party."""

    title: Text = ""
    paid_to: Annotated[str, SHAPE]

    @abstractmethod
    def claim(self, writer: Writer, clock: Clock, received: Line) -> Claim:
        """What is owed of it.

        Args:
            writer: Writes its lines.
            clock: The timeline.
            received: Outcome payments, by instant.
        """

    def payable(self) -> tuple[str, ...]:
        """The fee."""
        return ("fee",)

    def must_be_paid(self) -> tuple[str, ...]:
        """The fee."""
        return ("fee",)

    def not_paid(self, what: str) -> tuple[str, str]:
        """A fee is nothing but a fee."""
        return "a fee of the structure", "Write '{name} fee'."

    @abstractmethod
    def describe(self) -> Iterator[Pair]:
        """Its terms in words."""

    def milestones(self) -> Iterator[Milestone]:
        """The months that matter to it."""
        yield from ()


class SuccessFee(Fee):
    """An amount once, or a share of the cash that reaches its step, from a sum of outcome payments on."""

    kind: Annotated[Literal["success_fee"], SHAPE]
    amount: Money | None = None
    share: Share | None = None
    from_payments: Money = 0.0

    def claim(self, writer: Writer, clock: Clock, received: Line) -> Claim:
        """The amount once it is earned, or a share of what is there."""
        label = "outcome payments to date"
        to_date = writer.pen.recurrence(
            "received_to_date", f"{writer.title}: {label}", MONEY, clock.axis, lambda line: previous(line) + received
        )
        earned = writer.pen.line(
            "earned",
            f"{writer.title}: earned",
            at_least(to_date, writer.read("from_payments", MONEY)),
            note="once outcome payments to date reach its threshold",
        )
        if self.amount is None:
            return ShareOfCash(writer, earned)
        balance = writer.pen.balance("owed", f"{writer.title}: owed", MONEY, clock.axis)
        added = (earned - previous(earned)) * writer.read("amount", MONEY)
        return FeeOwed(writer, clock, balance, writer.pen.flow("charged", f"{writer.title}: charged", added))

    def describe(self) -> Iterator[Pair]:
        """How much, and from when."""
        much: Words = ("in all ", Amount(self.amount or 0.0))
        if self.amount is None:
            much = (Percent(self.share or 0.0), " of the cash that reaches its step")
        since: Words = ()
        if self.from_payments:
            since = (", once outcome payments to date reach ", Amount(self.from_payments))
        yield "Success fee", (*much, *since, ", to ", Named(self.paid_to))


class ManagementFee(Fee):
    """So much a year, over a window of months, paid in its turn from what comes in and not from capital."""

    kind: Annotated[Literal["management_fee"], SHAPE]
    per_year: Money
    from_month: Months = 0
    months: SomeMonths

    def claim(self, writer: Writer, clock: Clock, received: Line) -> Claim:
        """What runs up for the months of each period that lie in the window, while the deal runs."""
        begins, lasts = writer.read("from_month", MONTHS), writer.read("months", MONTHS)
        last = begins + lasts
        clock.check_within(writer, "window", last, "the last month of the fee", "Shorten it")
        balance = writer.pen.balance("owed", f"{writer.title}: owed", MONEY, clock.axis)
        months = clock.overlap(begins, lasts, in_advance=False)
        added = clock.running(writer.read("per_year", MONEY) * ratio(months, Number(12.0, MONTHS), 0))
        return FeeOwed(writer, clock, balance, writer.pen.flow("charged", f"{writer.title}: charged", added))

    def describe(self) -> Iterator[Pair]:
        """How much, and for how long."""
        window: Words = (" from ", Month(self.from_month + 1), " to ", Month(self.from_month + self.months))
        yield "Management fee", (Amount(self.per_year), " a year", *window, ", to ", Named(self.paid_to))

    def milestones(self) -> Iterator[Milestone]:
        """While it runs."""
        yield "fee runs", self.from_month + 1, self.from_month + self.months


class FeeOwed(Debt):
    """A fee that is owed until it is paid, and still owed at the end where it never is; its title says all."""

    def __init__(self, writer: Writer, clock: Clock, balance: Balance, charged: Line) -> None:
        super().__init__(writer, "fee", balance, charged)
        self.words = ""
        label = f"{writer.title}: still owed after the last instant"
        writer.pen.line("fee_unpaid", label, total(balance.closing * clock.is_last), unit=MONEY)


class ShareOfCash(Claim):
    """A share of the cash that reaches the step; what is not there is not owed."""

    def __init__(self, writer: Writer, earned: Line) -> None:
        super().__init__(writer, "fee")
        self.words = ""
        self.earned = earned

    def asks(self, left: Expression) -> Expression:
        """The share."""
        return left * self.writer.read("share", SHARE) * self.earned


FeeTerm = Annotated[SuccessFee | ManagementFee, Field(discriminator="kind")]
