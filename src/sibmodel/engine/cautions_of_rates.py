"""Cautions about discount tables: what is not in force, not confirmed, not for this deal, or no longer the table's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.errors import Problem

if TYPE_CHECKING:
    from sibmodel.deal.discount_table import DiscountTable
    from sibmodel.engine.projection import Projection

_ELSEWHERE: Final = "sib rates lists the tables there are."


def tables_with_care(projection: Projection) -> Iterator[Problem]:
    """A table is used for something that it does not say."""
    deal = projection.deal
    for who, discount in deal.plan.discount.items():
        at, table = f"plan.discount.{who}", discount.source
        if table is None:
            continue
        for message, hint in _doubts(table, deal.currency):
            yield Problem(f"{at}.table", f"'{discount.table}' {message}", hint)
        if changed := discount.departures():
            message = f"is no longer that of '{discount.table}', which is still named as its source."
            hint = "Remove 'table:' and state all rates, or give the number of the table again."
            place = next((each for each in changed if each in discount.numbers()), "later")
            yield Problem(f"{at}.{place}", message, hint)


def _doubts(table: DiscountTable, currency: str) -> Iterator[tuple[str, str]]:
    """What speaks against a table in a deal of some currency, and what to do about it."""
    if table.status != "in force":
        yield f"is {table.status} ({table.title}, vintage {table.vintage}).", table.note
    if table.confidence == "unconfirmed":
        hint = "Find them there, and state them as 'rate:' with that document as their source."
        yield "is unconfirmed: nobody has read its rates in the official document.", hint
    if table.currency not in ("", currency):
        yield f"is for {table.jurisdiction}, and this deal is in {currency}.", _ELSEWHERE
    if not table.is_for_money:
        yield f"is for {table.purpose}, and all flows here are money.", _ELSEWHERE


CAUTIONS: Final = (tables_with_care,)
