"""The results by which structures are compared: what is paid, what investors get, what government nets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sibmodel.analysis.asked import MOST_IN_A_YEAR, Result, result_of
from sibmodel.deal.deal import Deal

_ALWAYS: Final = ("payments.paid", MOST_IN_A_YEAR, "government.own_costs")
_OF_INVESTORS: Final = tuple(
    f"investors.total.{what}" for what in ("drawn", "irr", "multiple", "npv", "principal_lost")
)
_OF_GOVERNMENT: Final = ("government.net_cashable", "government.net_fiscal")


def headlines(deals: Sequence[Deal]) -> tuple[tuple[Result, ...], ...]:
    """The headline results of some deals: for each of them the results of each deal, in the same order.

    Investors' results are left out where no deal has investors, and their worth where any states no hurdle rate.
    """
    names = [*_ALWAYS]
    if any(deal.terms.investors for deal in deals):
        names += _OF_INVESTORS
    if not all("investors" in deal.plan.discount for deal in deals):
        names = [name for name in names if not name.endswith(".npv")]
    names += _OF_GOVERNMENT
    return tuple(tuple(result_of(deal.written, name) for deal in deals) for name in names)
