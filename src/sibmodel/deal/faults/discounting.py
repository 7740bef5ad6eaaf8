"""Faults of discount rates: real rates on nominal money, rates out of order, a table that is not for this party."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.faults.capital import rate_within_reason
from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.wording import number

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.rates import Discount


def _at(name: str, *steps: str) -> tuple[str, ...]:
    return ("plan", "discount", name, *steps)


def within_reason(_: Deal, name: str, discount: Discount) -> Iterator[Fault]:
    """Later money is not discounted by half a year."""
    yield from rate_within_reason(_at(name, "rate"), discount.rate)
    for key, each in discount.later.items():
        yield from rate_within_reason(_at(name, "later", key, "rate"), each.rate)


def real_needs_inflation(deal: Deal, name: str, discount: Discount) -> Iterator[Fault]:
    """A real rate stands on an inflation, a nominal one on nothing."""
    table = discount.source
    if discount.basis == "real" and discount.inflation is None:
        of = "is real" if table is None or table.basis != "real" else "has real rates"
        message = f"{of}, but nothing says on top of which inflation."
        place = _at(name, "basis" if table is None or table.basis != "real" else "table")
        yield Fault(place, message, "Add 'inflation:' and the name of one in plan.inflation.")
    elif discount.basis == "nominal" and discount.inflation is not None and table is None:
        message = "is only for a real rate; this one is nominal."
        yield Fault(_at(name, "inflation"), message, "Remove it, or write basis: real.", at_key=True)
    elif discount.inflation is not None and discount.inflation not in deal.plan.inflation:
        yield unknown(_at(name, "inflation"), "inflation", discount.inflation, deal.plan.inflation)


def basis_of_its_table(_: Deal, name: str, discount: Discount) -> Iterator[Fault]:
    """The rates of a table are what the table says: real ones would be far too low if they were taken for nominal."""
    table = discount.source
    if table is not None and discount.basis != table.basis:
        message = f"is {discount.basis}, but the rates of '{discount.table}' are {table.basis}."
        yield Fault(_at(name, "basis"), message, "Remove it, or state 'rate:' without a table.")


def later_in_order(_: Deal, name: str, discount: Discount) -> Iterator[Fault]:
    """Later rates begin one after another."""
    before, last = "", 0.0
    for key, each in discount.later.items():
        if before and each.after_year <= last:
            message = f"must be above {number(last)}, after which '{before}' begins; it is {number(each.after_year)}."
            yield Fault(_at(name, "later", key, "after_year"), message, "List later rates in the order of time.")
        before, last = key, each.after_year


def investors_have_a_hurdle(_: Deal, name: str, discount: Discount) -> Iterator[Fault]:
    """Tables say how a public body weighs later years; what investors could earn elsewhere is another matter."""
    if name == "investors" and discount.source is not None:
        message = f"'{discount.table}' is the rate of a public body, which is no investor's hurdle."
        hint = "Write 'rate:' and the nominal rate that these investors want, without a table."
        yield Fault(_at(name, "table"), message, hint)


OF_EACH: Final = (within_reason, real_needs_inflation, basis_of_its_table, later_in_order, investors_have_a_hurdle)
