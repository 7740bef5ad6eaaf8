"""Limits, in the order in which they apply, and which of them cut what under which scenario."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Heading, Section, points, prose, section
from sibmodel.report.tables import Table, numbers, row, with_columns
from sibmodel.report.tables import words as column
from sibmodel.report.view import NOTHING, View


def limits(view: View) -> Section | None:
    """The limits and what they cut."""
    return section("limits", "Limits and caps", *_order(view), Data(_earned_and_paid(view)), _cuts(view))


def _order(view: View) -> tuple[Block | None, ...]:
    steps = list(_steps(view))
    if not steps:
        return (prose("The contract states no limit: what is earned is paid."),)
    return (Heading("Order in which limits apply"), points(*steps, is_numbered=True))


def _steps(view: View) -> Iterator[str]:
    money, terms = view.currency, view.deal.terms
    for name, payment in terms.payments.items():
        if payment.max is not None:
            yield f"{view.term(name)}: no more than {money.full(payment.max)} in all; what is above is lost."
    for name, payer in terms.payers.items():
        if payer.share != 1:
            yield f"{view.payer(name)} pays {words.percent(payer.share)} of what is due."
    for name, payer in terms.payers.items():
        if payer.max is not None:
            yield f"{view.payer(name)}: no more than {money.full(payer.max)} in all; what is above is lost."
        if payer.max_per_fiscal_year is not None:
            ends = payer.fiscal_year_ends.capitalize()
            yield (
                f"{view.payer(name)}: no more than {money.full(payer.max_per_fiscal_year)} in a fiscal year (ending in "
                f"{ends}); what is above is lost and not carried into the next."
            )


def _earned_and_paid(view: View) -> Table:
    rows = []
    for scenario in view.scenarios:
        earned = sum(view.number(f"payments.{term}.earned", scenario) for term in view.deal.terms.payments)
        paid, cut = view.number("payments.paid", scenario), _all_cuts(view, scenario)
        amounts = [earned, cut, _unless_nothing(earned - cut - paid), paid]
        rows.append(row(view.scenario_title(scenario), *(words.grouped(amount) for amount in amounts)))
    heads = (
        column("Scenario"),
        *numbers("Earned by the terms", "Cut by limits", "In no payer’s share", "Paid"),
    )
    uncovered = any(line.cells[3].text != "0" for line in rows)
    table = Table(f"Earned, cut and paid, all terms ({view.currency.code})", heads, tuple(rows))
    return table if uncovered else with_columns(table, (0, 1, 2, 4))


def _unless_nothing(amount: float) -> float:
    return amount if abs(amount) > NOTHING else 0.0


def _all_cuts(view: View, scenario: str) -> float:
    return sum(amount for *_, amount in _each_cut(view, scenario))


def _each_cut(view: View, scenario: str) -> Iterator[tuple[str, str, float]]:
    """Term, limit and what it cut."""
    for term in view.deal.terms.payments:
        own = f"payments.{term}.own_limit.cut"
        if view.has(own):
            yield term, "limit of the term", view.number(own, scenario)
        for payer in view.deal.terms.payers:
            for limit, title in (("max", "limit in all"), ("max_per_fiscal_year", "limit of a fiscal year")):
                line = f"payers.{payer}.{term}.cut_by_{limit}"
                if view.has(line):
                    yield term, f"{view.payer(payer)}, {title}", view.number(line, scenario)


def _cuts(view: View) -> Block | None:
    rows = tuple(
        row(view.scenario_title(scenario), view.term(term), limit, words.grouped(amount))
        for scenario in view.scenarios
        for term, limit, amount in _each_cut(view, scenario)
        if amount > NOTHING
    )
    if not rows:
        return prose("No limit cuts anything in any scenario.") if list(_steps(view)) else None
    heads = (column("Scenario"), column("Payment term"), column("Limit"), *numbers("Cut"))
    return Data(Table(f"Which limit cut what ({view.currency.code})", heads, rows))
