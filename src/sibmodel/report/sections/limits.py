"""Caps, in the order in which they apply, and which of them cut what under which scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sibmodel.deal.payments.limits import Cut as Where
from sibmodel.deal.payments.payers import Payer
from sibmodel.deal.payments.terms_limits import unused_in_words
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Heading, Section, points, prose, section
from sibmodel.report.say import Said
from sibmodel.report.tables import Table, numbers, row, with_columns
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING


def limits(view: View) -> Section | None:
    """The limits and what they cut."""
    return section("limits", "Payment caps", *_order(view), Data(_earned_and_paid(view)), _cuts(view))


def _order(view: View) -> tuple[Block | None, ...]:
    steps = list(_steps(view))
    if not steps:
        return (prose("The contract states no cap: what is earned is paid."),)
    return (Heading("Caps in the order in which they apply"), points(*steps, is_numbered=True))


def _steps(view: View) -> Iterator[str]:
    """Every step between what falls due and what is paid, in the order in which they apply."""
    money, terms, said = view.currency, view.deal.terms, Said(view)
    for name, payment in terms.payments.items():
        for rule in payment.limits_told(said):
            yield f"{view.term(name)}: {rule}."
        if payment.max is not None:
            yield f"{view.term(name)}: no more than {money.full(payment.max)} in all; what is above is lost."
    for limit in terms.limits.values():
        yield f"{limit.told(said)}."
    taking = [view.term(name) for name, payment in terms.payments.items() if payment.may_deduct]
    if taking:
        yield (
            f"What {words.listed(taking)} takes back is set off against payments due at that instant and later; what "
            f"is left in the end is owed by {terms.deductions_owed_by}."
        )
    for name, payer in terms.payers.items():
        yield from _of_payer(view, name, payer)


def _of_payer(view: View, name: str, payer: Payer) -> Iterator[str]:
    money, who = view.currency, view.payer(name)
    if payer.pays:
        shares = [f"{words.percent(payer.share * share)} of {view.term(term)}" for term, share in payer.pays.items()]
        yield f"{who} pays {words.listed(shares)}."
    elif payer.share != 1:
        yield f"{who} pays {words.percent(payer.share)} of what is due."
    if payer.covers:
        yield f"{who} also pays what the caps of {words.listed(map(view.payer, payer.covers))} cut."
    if payer.max_per_fiscal_year is not None:
        ends, rule = payer.fiscal_year_ends.capitalize(), unused_in_words(payer.unused, payer.excess)
        yield (
            f"{who}: no more than {money.full(payer.max_per_fiscal_year)} in a fiscal year (ending in {ends}); {rule}."
        )
    if payer.max is not None:
        yield f"{who}: no more than {money.full(payer.max)} in all; what is above is lost."


def _earned_and_paid(view: View) -> Table:
    """What each scenario earns, and what becomes of it."""
    rows = [
        row(view.scenario_title(scenario), *map(words.amount, _ways(view, scenario))) for scenario in view.scenarios
    ]
    heads = (
        column("Scenario"),
        *numbers("Earned by the terms", "Taken back", "Cut by caps", "Set off", "In no payer’s share", "Paid"),
    )
    table = Table(f"Earned, cut and paid, all terms ({view.currency.code})", heads, tuple(rows))
    optional = (2, 4, 5)
    empty = [at for at in optional if all(line.cells[at].text == words.NIL for line in rows)]
    return with_columns(table, [at for at in range(len(heads)) if at not in empty])


def _ways(view: View, scenario: str) -> tuple[float, ...]:
    """Earned, taken back, cut, set off, in no payer's share, paid."""
    terms = view.deal.terms.payments

    def whole(lines: Iterable[str]) -> float:
        return sum(view.number(line, scenario) for line in lines if view.has(line))

    back = whole(f"payments.{term}.deducted" for term in terms)
    earned = whole(f"payments.{term}.earned" for term in terms) + back
    set_off = whole(f"deductions.{term}.set_off" for term in terms)
    paid, cut = view.number("payments.paid", scenario), sum(cut.amount for cut in each_cut(view, scenario))
    return earned, back, cut, set_off, earned - cut - set_off - paid, paid


@dataclass(frozen=True, slots=True)
class Cut:
    """What one limit cuts from one payment term.

    Args:
        term: The payment term.
        limit: The limit as a table names it.
        named: The limit as a sentence names it; the same for every term that it cuts.
        amount: How much.
        when: The first and the last date on which it cuts.
    """

    term: str
    limit: str
    named: str
    amount: float
    when: str


def each_cut(view: View, scenario: str) -> Iterator[Cut]:
    """Every limit on every term, and what it cuts under a scenario."""
    return _amounts(view, scenario, view.projection.deal.cuts)


def _amounts(view: View, scenario: str, cuts: Iterable[Where]) -> Iterator[Cut]:
    for cut in cuts:
        row_of = view.row(cut.line, scenario)
        at = [number for number, amount in enumerate(row_of) if amount > NOTHING]
        dates = [words.date(view.dates[number]) for number in (at[:1] + at[-1:] if len(at) > 1 else at)]
        yield Cut(cut.term, cut.limit, cut.named, float(row_of.sum()), " to ".join(dates))


def _cuts(view: View) -> Block | None:
    passed_on = [
        replace(each, taken_over_by="", limit=f"{each.limit} (paid by {view.payer(each.taken_over_by)} instead)")
        for each in view.projection.deal.passed_on
    ]
    rows = tuple(
        row(view.scenario_title(scenario), view.term(cut.term), cut.limit, cut.when, words.amount(cut.amount))
        for scenario in view.scenarios
        for cut in (*each_cut(view, scenario), *_amounts(view, scenario, passed_on))
        if cut.amount > NOTHING
    )
    if not rows:
        return prose("No cap cuts anything in any scenario.") if list(_steps(view)) else None
    heads = (column("Scenario"), column("Payment term"), column("Cap"), column("When"), *numbers("Cut"))
    return Data(Table(f"Which cap cut what ({view.currency.code})", heads, rows))
