"""Equity: money that is owed nothing and takes its share of the surplus; with a hurdle before it and a cap above it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from sibmodel.deal.capital.claims import Claim, Distribution
from sibmodel.deal.capital.interest import InterestRate
from sibmodel.deal.capital.said import Pair, Percent, Words
from sibmodel.deal.capital.sharing import SharingFunding, smaller
from sibmodel.deal.capital.stake import GrowingAccount, Stake
from sibmodel.deal.part import SHAPE, Writer
from sibmodel.graph.expressions import Expression, add_up, positive, previous
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONEY, SHARE


class Equity(SharingFunding):
    """Money that takes its share of the surplus.

    With a hurdle rate it has an account of what it has put in at that rate, which a step pays before the surplus.
    With a cap its share of the surplus stops once all that came back earns the rate of the cap.
    """

    kind: Annotated[Literal["equity"], SHAPE]
    hurdle_rate: InterestRate | None = None
    capped_at: InterestRate | None = None

    @property
    def is_capped(self) -> bool:
        """Whether its share of the surplus stops anywhere."""
        return self.capped_at is not None or super().is_capped

    def open(self, stake: Stake) -> None:
        """The account of the hurdle, that of the cap, and what legs pass on."""
        super().open(stake)
        if self.hurdle_rate is not None:
            hurdle = GrowingAccount(
                stake, "hurdle", "account at the hurdle rate", stake.writer.read("hurdle_rate", SHARE)
            )
            stake.accounts["hurdle"] = hurdle
            stake.claims["return"] = Return(hurdle)
        if self.capped_at is not None:
            cap = stake.writer.read("capped_at", SHARE)
            stake.accounts["cap"] = GrowingAccount(stake, "cap", "account at the rate of its cap", cap)
        stake.claims["distribution"] = Distribution(stake.writer)

    def surplus_limit(self, stake: Stake) -> Expression | None:
        """What its account at the rate of the cap still lacks, and no more than the amount that it may have in all."""
        lacking = stake.accounts["cap"].left() if "cap" in stake.accounts else None
        return smaller(lacking, super().surplus_limit(stake))

    @property
    def may_be_guaranteed(self) -> bool:
        """What it has put in and has not got back is what a guarantee covers."""
        return True

    def not_back(self, stake: Stake, covers: Writer) -> Expression:
        """What it has put in, less all that came back."""
        if not stake.received:
            return stake.drawn_to_date
        label = f"{covers.title}: what {stake.writer.title} got back before it"
        came = add_up(list(stake.received), MONEY)

        def grown(line: Line) -> Expression:
            return previous(line) + came

        back = covers.pen.recurrence("back_before", label, MONEY, stake.clock.axis, grown)
        return positive(stake.drawn_to_date - back)

    def payable(self) -> tuple[str, ...]:
        """A return where there is a hurdle, and what a leg passes on."""
        return ("return", "distribution") if self.hurdle_rate is not None else ("distribution",)

    def must_be_paid(self) -> tuple[str, ...]:
        """The return up to its hurdle."""
        return ("return",) if self.hurdle_rate is not None else ()

    def not_paid(self, what: str) -> tuple[str, str]:
        """Nothing is owed to it, but for a hurdle."""
        if what == "return":
            return "which has no hurdle_rate", "Add 'hurdle_rate:' and a yearly rate, or remove the step."
        return "which is equity: nothing is owed to it", "Remove the step; equity takes its share of the surplus."

    def kind_in_words(self) -> Words:
        """What it is."""
        if self.hurdle_rate is not None:
            return ("equity: a return up to its hurdle in its turn, then its share of the surplus",)
        return ("equity: owed nothing, takes its share of the surplus",)

    def describe(self) -> Iterator[Pair]:
        """Its hurdle and its cap."""
        yield from super().describe()
        if self.hurdle_rate is not None:
            yield (
                "Hurdle",
                ("what it has put in, at ", Percent(self.hurdle_rate), " a year, is paid before any surplus"),
            )
        if self.capped_at is not None:
            capped = "its share of the surplus stops once all that came back earns "
            yield "Cap", (capped, Percent(self.capped_at), " a year", *self.beyond_in_words())


class Return(Claim):
    """What an account at a hurdle rate still lacks."""

    def __init__(self, account: GrowingAccount) -> None:
        super().__init__(account.stake.writer, "return")
        self.account = account

    def asks(self, left: Expression) -> Expression:
        """All that the account lacks."""
        return self.account.left()

    def still_owed(self) -> Expression:
        """What the account lacks after all that came back so far."""
        return self.account.left()
