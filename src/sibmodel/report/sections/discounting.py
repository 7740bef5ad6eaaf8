"""Discounting: the rate at which later money is discounted, in words that also say how a real rate is used."""

from __future__ import annotations

from typing import Literal

from sibmodel.deal.part import titled
from sibmodel.report import words
from sibmodel.report.view import View


def rate_used(view: View, who: Literal["government", "investors"], called: str = "") -> str:
    """How a party's flows are discounted; a real rate with the nominal one that it comes to.

    Args:
        view: The projection.
        who: Whose flows.
        called: What its rate is called, as "the hurdle rate of ".
    """
    stated = view.deal.plan.discount.get(who)
    if stated is None:
        return "not discounted: no rate is stated"
    nominal = f"discounted at {called}{words.percent(view.number(f'discount.{who}'), 2)} a year, nominal"
    if stated.basis == "nominal" or stated.inflation is None:
        return nominal
    inflation = view.deal.plan.inflation[stated.inflation]
    return (
        f"{nominal}: {words.percent(stated.rate)} real on top of {words.percent(inflation.rate)} inflation "
        f"({titled(stated.inflation, inflation.title)}), because every flow here is nominal"
    )
