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
    laid = pen.at("layers")
    layers = {term: list(_layers(laid.at(term), payer, term, dues[term].title)) for term in cash}
    levels = {term: _fallen_due(laid.at(term), payer, dues[term], year) for term in cash}
    for clock, (label, _) in CLOCKS.items():
        rows = []
        for term in cash:
            own = pen.at(clock).at(term)
            levels[term] = _reached(own, payer, dues[term], clock, year, levels[term])
            to_date = _to_date(own, dues[term], clock, layers[term], levels[term], cash[term])
            title = f"{dues[term].title}, {label}"
            rows.append(pen.at(clock).flow(term, title, to_date - previous(to_date), unit=MONEY))
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


def _fallen_due(pen: Section, payer: Paid, due: Due, year: Line) -> Line:
    """What has fallen due of a term by the end of each fiscal year, limits aside: the latest of all clocks."""
    title = f"{payer.title}, {due.title}"
    row = TotalWhere(due.laid, payer.fiscal_year, year)
    falls = pen.flow("falls_due", f"{title}: falls due in the year, limits aside", row, unit=MONEY)
    return pen.line("due_to_date", f"{title}: fell due to date, limits aside", cumulative(falls), unit=MONEY)


def _reached(pen: Section, payer: Paid, due: Due, clock: str, year: Line, later: Line) -> Line:
    """How far a clock has counted what a term earns by the end of each fiscal year: no less than a ``later`` clock.

    Limits and lags may leave less to fall due than was earned, which is earned last. Where what is taken back is netted
    at an instant against what is earned, more may fall due, and each year then counts for as much more.
    """
    label, placed = CLOCKS[clock]
    title = f"{due.title}, {label}"
    row = TotalWhere(positive(placed(due)), payer.fiscal_year, year)
    earned = pen.flow("in_year", f"{title}: earned in the year", row, unit=MONEY)
    scale = maximum(1, ratio(total(due.laid), total(earned), 1))
    so_far = maximum(cumulative(earned) * scale, later)
    return pen.line("earned_to_date", f"{title}: earned to date", so_far, unit=MONEY)


def _to_date(pen: Section, due: Due, clock: str, layers: list[_Layers], level: Line, cash: Line) -> Line:
    """What a payer pays for a term in the end, of what is earned first, by the end of each fiscal year.

    Where nothing falls due there are no layers: what prices below nothing bring is then dated as cash.
    """
    title = f"{due.title}, {CLOCKS[clock][0]}: to date"
    found = add_up([each.up_to(level) for each in layers], MONEY)
    return pen.line("to_date", title, choose(above(total(due.laid), 0), found, cumulative(cash)), unit=MONEY)


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
