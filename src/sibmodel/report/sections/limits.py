"""Caps, in the order in which they apply, and which of them cut what under which scenario."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Heading, Section, points, prose, section
from sibmodel.report.tables import Table, numbers, row, with_columns
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_PAYER_LIMITS: Final = {"max_per_fiscal_year": "cap of a fiscal year", "max": "cap over the contract"}
"""In the order in which they apply: what a fiscal year's cap cuts uses up nothing of the one over the contract."""


def limits(view: View) -> Section | None:
    """The limits and what they cut."""
    return section("limits", "Payment caps", *_order(view), Data(_earned_and_paid(view)), _cuts(view))


def _order(view: View) -> tuple[Block | None, ...]:
    steps = list(_steps(view))
    if not steps:
        return (prose("The contract states no cap: what is earned is paid."),)
    return (Heading("Caps in the order in which they apply"), points(*steps, is_numbered=True))


def _steps(view: View) -> Iterator[str]:
    money, terms = view.currency, view.deal.terms
    for name, payment in terms.payments.items():
        if payment.max is not None:
            yield f"{view.term(name)}: no more than {money.full(payment.max)} in all; what is above is lost."
    for name, payer in terms.payers.items():
        if payer.share != 1:
            yield f"{view.payer(name)} pays {words.percent(payer.share)} of what is due."
    for name, payer in terms.payers.items():
        if payer.max_per_fiscal_year is not None:
            ends = payer.fiscal_year_ends.capitalize()
            yield (
                f"{view.payer(name)}: no more than {money.full(payer.max_per_fiscal_year)} in a fiscal year (ending in "
                f"{ends}); what is above is lost and not carried into the next."
            )
        if payer.max is not None:
            yield f"{view.payer(name)}: no more than {money.full(payer.max)} in all; what is above is lost."


def _earned_and_paid(view: View) -> Table:
    rows = []
    for scenario in view.scenarios:
        earned = sum(view.number(f"payments.{term}.earned", scenario) for term in view.deal.terms.payments)
        paid, cut = view.number("payments.paid", scenario), sum(cut.amount for cut in each_cut(view, scenario))
        rows.append(row(view.scenario_title(scenario), *map(words.amount, (earned, cut, earned - cut - paid, paid))))
    heads = (
        column("Scenario"),
        *numbers("Earned by the terms", "Cut by caps", "In no payer’s share", "Paid"),
    )
    uncovered = any(line.cells[3].text != words.NIL for line in rows)
    table = Table(f"Earned, cut and paid, all terms ({view.currency.code})", heads, tuple(rows))
    return table if uncovered else with_columns(table, (0, 1, 2, 4))


@dataclass(frozen=True, slots=True)
class Cut:
    """What one limit cuts from one payment term.

    Args:
        term: The payment term.
        limit: The limit as a table names it.
        named: The limit as a sentence names it; the same for every term that it cuts.
        amount: How much.
    """

    term: str
    limit: str
    named: str
    amount: float


def each_cut(view: View, scenario: str) -> Iterator[Cut]:
    """Every limit on every term, and what it cuts under a scenario."""
    for term in view.deal.terms.payments:
        own = f"payments.{term}.own_limit.cut"
        if view.has(own):
            yield Cut(term, "cap of the term", f"the cap of {view.term(term)}", view.number(own, scenario))
        for payer in view.deal.terms.payers:
            for limit, title in _PAYER_LIMITS.items():
                line = f"payers.{payer}.{term}.cut_by_{limit}"
                if view.has(line):
                    who = view.payer(payer)
                    yield Cut(term, f"{who}, {title}", f"the {title} of {who}", view.number(line, scenario))


def _cuts(view: View) -> Block | None:
    rows = tuple(
        row(view.scenario_title(scenario), view.term(cut.term), cut.limit, words.amount(cut.amount))
        for scenario in view.scenarios
        for cut in each_cut(view, scenario)
        if cut.amount > NOTHING
    )
    if not rows:
        return prose("No cap cuts anything in any scenario.") if list(_steps(view)) else None
    heads = (column("Scenario"), column("Payment term"), column("Cap"), *numbers("Cut"))
    return Data(Table(f"Which cap cut what ({view.currency.code})", heads, rows))
