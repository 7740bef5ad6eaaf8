"""Sharing in the surplus: up to an amount in all, and who gets what that leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from sibmodel.deal.capital.funding import CashFunding
from sibmodel.deal.capital.said import Amount, Named, Pair, Words
from sibmodel.deal.capital.stake import Account, Stake
from sibmodel.deal.part import SHAPE, Money
from sibmodel.graph.expressions import Expression, add_up, minimum, positive
from sibmodel.graph.units import MONEY


class SharingFunding(CashFunding):
    """A tranche whose share of the surplus may stop at an amount."""

    surplus_up_to: Money | None = None
    beyond_cap: Annotated[str | None, SHAPE] = None

    @property
    def is_capped(self) -> bool:
        """Whether its share of the surplus stops anywhere."""
        return self.surplus_up_to is not None

    def surplus_limit(self, stake: Stake) -> Expression | None:
        """What is left up to the amount."""
        return stake.accounts["surplus"].left() if "surplus" in stake.accounts else None

    def surplus_beyond(self) -> str:
        """The party that it names."""
        return self.beyond_cap or ""

    def open(self, stake: Stake) -> None:
        """Count its surplus where there is a limit."""
        if self.surplus_up_to is not None:
            stake.accounts["surplus"] = SurplusToDate(stake)

    def describe(self) -> Iterator[Pair]:
        """Where its share of the surplus stops."""
        yield from super().describe()
        if self.surplus_up_to is not None:
            yield "Surplus", ("at most ", Amount(self.surplus_up_to), " in all", *self.beyond_in_words())

    def beyond_in_words(self) -> Words:
        """Who gets what the cap leaves."""
        if self.beyond_cap is None:
            return ("; what it leaves goes to those who share the surplus with it",)
        return ("; what it leaves goes to ", Named(self.beyond_cap))


class SurplusToDate(Account):
    """The surplus that a tranche has had, and what is left of the most that it may have."""

    def __init__(self, stake: Stake) -> None:
        self.stake = stake
        title = f"{stake.writer.title}: surplus to date"
        self.balance = stake.writer.pen.balance("surplus_to_date", title, MONEY, stake.clock.axis)

    def left(self) -> Expression:
        """What is left before this instant's surplus."""
        return positive(self.stake.writer.read("surplus_up_to", MONEY) - self.balance.opening)

    def close(self) -> None:
        """Add this instant's."""
        came = [self.stake.surplus] if self.stake.surplus is not None else [self.stake.clock.nothing(MONEY)]
        self.balance.close(came, [])


def smaller(first: Expression | None, second: Expression | None) -> Expression | None:
    """The smaller of two limits, either of which may be none."""
    found = [each for each in (first, second) if each is not None]
    return minimum(*found) if len(found) > 1 else add_up(found, MONEY) if found else None
