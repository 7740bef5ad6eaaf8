"""Discounting: the rates at which later money is discounted, in words that also say how a real rate is used.

Where they come from a dated table, its vintage stands beside them, and whatever the deal puts in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sibmodel.deal.part import in_words, titled
from sibmodel.deal.rates import Discount
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
    instead = view.deal.changed_under(f"plan.discount.{who}", view.scenario)
    numbers = {**stated.numbers(), **instead}
    first = f"{called}{words.percent(view.number(f'discount.{who}'), 2)}"
    later = [(numbers[f"later.{key}.after_year"], view.number(f"discount.{who}.{key}")) for key in stated.later]
    said = f"discounted at {first} a year, nominal{_afterwards(later, 2)}"
    if stated.basis == "real" and stated.inflation is not None:
        real = [(numbers[f"later.{key}.after_year"], numbers[f"later.{key}.rate"]) for key in stated.later]
        inflation = view.deal.plan.inflation[stated.inflation]
        changed = view.deal.changed_under(f"plan.inflation.{stated.inflation}", view.scenario)
        rises = changed.get("rate", inflation.rate)
        said += (
            f": {words.percent(numbers['rate'])} real{_afterwards(real)} on top of {words.percent(rises)} inflation "
            f"({titled(stated.inflation, inflation.title)}), because every flow here is nominal"
        )
    return f"{said}{_from_table(stated, instead)}"


def _afterwards(later: list[tuple[float, float]], places: int | None = None) -> str:
    said = [f"{words.percent(rate, places)} after year {words.exact(year)}" for year, rate in later]
    return f" ({', '.join(said)})" if said else ""


def _from_table(stated: Discount, instead: Mapping[str, float]) -> str:
    """The table and its vintage, and the numbers that are not the table's."""
    if stated.source is None:
        return ""
    changed = [field_in_words(field) for field in stated.departures(instead)]
    but = f"; not of that table, but changed here: {words.listed(changed)}" if changed else ""
    return f"; rates of {stated.source.cited}{but}"


def field_in_words(field: str) -> str:
    """A number of a discount as readers call it.

    Example:
        >>> field_in_words("rate"), field_in_words("later.second.rate"), field_in_words("later.second.after_year")
        ('rate', 'second rate', 'year after which the second rate begins')
    """
    *_, band, last = ["", *field.split(".")]
    if last == "after_year":
        return f"year after which the {in_words(band)} rate begins"
    return f"{in_words(band)} rate".strip()
