"""The budget of a payer by its own fiscal year, on three clocks: when it pays, when it comes to owe, when it is served.

*Cash* is what is paid in a year. *Accrued* is what the payer comes to owe in it, because an outcome is measured.
*Service* is what will be owed in the end for people served in it: what a sinking fund has to be given. All three of one
case come to the same in the end. What is earned first is paid first: where limits cut, they cut what is earned last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sibmodel.deal.payments.payers import Paid
from sibmodel.deal.payments.payment import Due
from sibmodel.graph.expressions import (
    TotalWhere,
    above,
    add_up,
    at_least,
    choose,
    cumulative,
    maximum,
    minimum,
    positive,
    previous,
    ratio,
    total,
)
from sibmodel.graph.model import Line, Section
from sibmodel.graph.units import MONEY, SHARE

CLOCKS: Final[Mapping[str, tuple[str, Callable[[Due], Line]]]] = {
    "accrued": ("comes to be owed", lambda due: due.earned),
    "service": ("owed in the end for the year’s service", lambda due: due.served),
}
"""Beside cash: what a year counts on the clock, and by which row of a term its money is placed in time."""


def write_clocks(
    pen: Section, payer: Paid, dues: Mapping[str, Due], year: Line, cash: Mapping[str, Line], paid: Line
) -> None:
    """Write what a payer comes to owe, and what it will owe for the service, in each fiscal year.

    Args:
        pen: Where the lines go: the budget of the payer.
        payer: What it pays.
        dues: Each payment term.
        year: The fiscal years of the budget.
        cash: What is paid in each of them for each term.
        paid: What is paid in each of them in all.
    """
    for clock, (label, _) in CLOCKS.items():
        rows = [_of_term(pen.at(clock), payer, term, dues[term], clock, year, cash[term]) for term in cash]
        whole = pen.flow(clock, f"All outcome payments: {label}", add_up(rows, MONEY), unit=MONEY)
        pen.check(
            f"{clock}_ties",
            f"{payer.title}: what {label} comes to what is paid",
            at_least(total(whole), total(paid)) * at_least(total(paid), total(whole)),
            "the years of this clock do not add up to the payments.",
            "This is a mistake of the program: please report it with the deal file.",
            "terms.payers",
        )
    pen.line("still_to_pay", "Still to be paid after the year", total(paid) - cumulative(paid), unit=MONEY)


def _of_term(pen: Section, payer: Paid, term: str, due: Due, clock: str, year: Line, cash: Line) -> Line:
    """What a payer pays for a term in the end, in the years in which it was earned first.

    It is the payer's share of what is earned so far, until all that it pays is reached. Where it pays more than its
    share, because it covers another payer, that is spread as the term is earned.
    """
    label, placed = CLOCKS[clock]
    own, title = pen.at(term), f"{due.title}, {label}"
    row, paid = positive(placed(due)), total(payer.by_term[term])
    earned = own.flow("in_year", f"{title}: earned in the year", TotalWhere(row, payer.fiscal_year, year), unit=MONEY)
    whole = own.line("whole", f"{title}: earned in all", total(earned), unit=MONEY)
    share = maximum(payer.shares[term], ratio(paid, whole, 0))
    each = own.line("each", f"{title}: of what is earned", share, unit=SHARE)
    first = minimum(cumulative(earned) * each, paid)
    to_date = own.line("to_date", f"{title}: to date", choose(above(whole, 0), first, cumulative(cash)), unit=MONEY)
    return pen.flow(term, title, to_date - previous(to_date), unit=MONEY)
