"""The budget of a payer by its own fiscal year, on three clocks: when it pays, when it comes to owe, when it is served.

*Cash* is what is paid in a year. *Accrued* is what the payer comes to owe in it, because an outcome is measured.
*Service* is what will be owed in the end for people served in it: what a sinking fund has to be given. All three of one
case come to the same in the end. What is earned first is paid first: where limits cut, they cut what is earned last.

What is paid is laid in layers. Those of a term lie on each other in the order in which its money falls due, each as
thick as what falls due then. A payment is the lower part of its layer, as much of it as limits and set-offs leave; what
another payer takes over is the part on top of that. What a clock has counted by the end of a year fills the layers from
the bottom, so that a year is given what is paid of the layers that it fills, whoever pays it, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sibmodel.deal.payments.payers import Paid
from sibmodel.deal.payments.payment import Due
from sibmodel.graph.expressions import (
    Expression,
    TotalUpTo,
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
    layers = {term: list(_layers(pen.at("layers").at(term), payer, term, dues[term].title)) for term in cash}
    for clock, (label, _) in CLOCKS.items():
        rows = [
            _of_term(pen.at(clock), payer, term, dues[term], clock, year, cash[term], layers[term]) for term in cash
        ]
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


def _of_term(
    pen: Section, payer: Paid, term: str, due: Due, clock: str, year: Line, cash: Line, layers: list[_Layers]
) -> Line:
    """What a payer pays for a term in the end, in the years in which it was earned first.

    Limits and lags may leave less to fall due than was earned, which is earned last; where deductions are netted
    against what is earned at the same instant, more may fall due, and then each year counts for as much more.
    """
    label, placed = CLOCKS[clock]
    own, title = pen.at(term), f"{due.title}, {label}"
    row = TotalWhere(positive(placed(due)), payer.fiscal_year, year)
    earned = own.flow("in_year", f"{title}: earned in the year", row, unit=MONEY)
    whole = own.line("whole", f"{title}: earned in all", total(earned), unit=MONEY)
    so_far = cumulative(earned) * maximum(1, ratio(total(due.laid), whole, 1))
    level = own.line("earned_to_date", f"{title}: earned to date", so_far, unit=MONEY)
    found = add_up([each.up_to(level) for each in layers], MONEY)
    to_date = own.line("to_date", f"{title}: to date", choose(above(whole, 0), found, cumulative(cash)), unit=MONEY)
    return pen.flow(term, title, to_date - previous(to_date), unit=MONEY)


# --- layers ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Layers:
    """What a payer pays at each instant, what falls due below that, and what falls due for it."""

    paid: Expression
    bottom: Expression
    depth: Line

    def up_to(self, level: Line) -> Expression:
        """What is paid of what lies below a level."""
        return TotalUpTo(self.paid, self.bottom, self.depth, level)


def _layers(pen: Section, payer: Paid, term: str, title: str) -> Iterator[_Layers]:
    """The layers of what a payer pays for a term: its own share, and what it takes over of each that it covers."""
    title, settled = f"{payer.title}, {title}", payer.settled
    row, bottom, asked = settled.rows[term], settled.before[term], payer.asked[term]
    paid: Expression = _in_turn(pen, payer, term, title) if payer.waits else payer.by_term[term]
    left = ratio(paid, asked, 0)
    for name, other in payer.covers.items():
        if lines := other.passed_on.get(term):
            own, called = pen.at(f"for_{name}"), f"{title}, for {other.title}"
            passed = own.flow("passed_on", f"{called}: passed on", add_up(lines, MONEY), unit=MONEY)
            share = maximum(_rate(other, term), ratio(passed, row, 0))
            rate = own.line("rate", f"{called}: passed on of what falls due last", share, unit=SHARE)
            below = own.line("bottom", f"{called}: falls due first", bottom + row - ratio(passed, rate, 0), unit=MONEY)
            taken = own.flow("paid", f"{called}: paid of what is passed on", passed * left, unit=MONEY)
            paid = paid - taken
            yield _laid(own, called, taken, below, rate)
    if term in payer.shares:
        yield _laid(pen, title, paid, bottom, payer.shares[term])


def _laid(pen: Section, title: str, paid: Expression, bottom: Expression, share: Expression) -> _Layers:
    depth = pen.flow("depth", f"{title}: falls due for what is paid", ratio(paid, share, 0), unit=MONEY)
    return _Layers(paid, bottom, depth)


def _in_turn(pen: Section, payer: Paid, term: str, title: str) -> Line:
    """What a payer pays in the end of what it is asked for at each instant, where that may wait for room."""
    asked = payer.asked[term]
    left = positive(total(payer.by_term[term]) - (cumulative(asked) - asked))
    return pen.flow("in_turn", f"{title}: paid in the end", minimum(asked, left), unit=MONEY)


def _rate(payer: Paid, term: str) -> Expression:
    """The share of a payment that a payer is asked for at most: its own, and those of the payers that it covers."""
    own = [payer.shares[term]] if term in payer.shares else []
    return add_up([*own, *(_rate(other, term) for other in payer.covers.values())], SHARE)
