"""The vehicle's account: the cash it keeps, what it does with outcome payments, and its reserve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from sibmodel.deal.capital.said import Amount, Month, Words
from sibmodel.deal.part import SHAPE, Money, Months, Part

_REUSED: Final = (
    "Outcome payments received are used for costs before more capital is drawn, and cash that costs will still need is "
    "held back from the order of payments."
)


class Reserve(Part):
    """Cash set aside for interest and principal that fall due and cannot be paid.

    It is filled by its step, or from capital at financial close and then by its step, and released to the common pool
    in its month, at the latest at the end.
    """

    amount: Money
    until_month: Months | None = None
    filled: Annotated[Literal["in_order", "at_close"], SHAPE] = "in_order"

    def describe(self) -> Words:
        """How it is filled, what it is for and when it is released."""
        how = "from capital at financial close" if self.filled == "at_close" else "by its step in the order of payments"
        until: Words = (Month(self.until_month),) if self.until_month is not None else ("the last period",)
        what = "It pays interest and principal that fall due and that the order of payments cannot pay"
        return ("A reserve of ", Amount(self.amount), f" is filled {how}. {what}, and is released in ", *until, ".")


class Account(Part):
    """The vehicle's account: the cash it keeps, and whether outcome payments fund delivery before more is drawn."""

    keep_cash: Money = 0.0
    reuse_outcome_payments: Annotated[bool, SHAPE] = False
    reserve: Reserve | None = None

    def describe(self) -> Iterator[Words]:
        """What it does, in sentences; none where it does nothing of its own."""
        if self.keep_cash:
            yield ("The vehicle keeps ", Amount(self.keep_cash), " in cash while costs go on.")
        if self.reuse_outcome_payments:
            yield (_REUSED,)
        if self.reserve is not None:
            yield self.reserve.describe()
