"""Early termination: what the terms say of it, and what each party pays and gets at one exit date or another."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.engine.exits import Exit, exit_table, paid_for_ending
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Section, prose, section
from sibmodel.report.tables import Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING


def termination(view: View) -> Section | None:
    """What happens when the deal ends early."""
    clause = prose(*words.paragraphs(view.deal.description.termination))
    return section("termination", "Early termination and wind-down", clause, *_modelled(view))


def _modelled(view: View) -> Iterator[Block | None]:
    terms = view.deal.terms
    if terms.termination is None:
        return
    yield prose(" ".join(_rules(view)))
    exits = exit_table(view.projection.deal, view.scenario)
    if exits:
        yield Data(_parties(view, exits))
        if len(exits[0].by_tranche) > 1 or exits[0].guarantees:
            yield Data(_tranches(view, exits))


def _rules(view: View) -> Iterator[str]:
    terms, money = view.deal.terms, view.currency
    assert terms.termination is not None
    cost = terms.termination.wind_down
    if view.ends_early_in is not None:
        yield ends_early(view)
    yield (
        "A deal that ends early takes no further people, bears no further costs and draws no further agreed capital; "
        "loans fall due. Outcomes measured by then are paid for as agreed, later ones are not."
    )
    if cost > NOTHING:
        yield f"Winding down costs {money.full(cost)}."
    if not paid_for_ending(view.deal):
        yield "Payers owe nothing for ending it."


def in_a_sentence(view: View) -> str:
    """Whether the terms know an early end, and what payers then owe."""
    if view.deal.terms.termination is None:
        return "The deal file states no way to end early."
    owed = [view.term(line.split(".")[1]) for line in paid_for_ending(view.deal)]
    if not owed:
        return "The deal may be ended early; payers owe nothing for that beyond outcomes measured by then."
    return f"The deal may be ended early; payers then owe {words.listed(owed)}, beside outcomes measured by then."


def ends_early(view: View) -> str:
    """With which month the deal ends early under the scenario of the page; nothing where it runs to its own end."""
    if view.ends_early_in is None:
        return ""
    return f"{_capital(view.under())} the deal ends early, at the end of {view.month(view.ends_early_in)}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _parties(view: View, exits: tuple[Exit, ...]) -> Table:
    rows = tuple(
        row(
            words.month_of_deal(view.start, each.month),
            *map(words.amount, (each.costs, each.outcome_payments, each.on_termination)),
            *map(words.amount, (each.drawn, each.returned, each.lost)),
        )
        for each in exits
    )
    heads = (
        column("Ends in"),
        *numbers("Costs paid", "Paid by payers", "of which for ending it", "Drawn", "Came back", "Principal lost"),
    )
    caption = f"What each exit date brings, {view.scenario_title()} ({view.currency.code})"
    note = "Each row is the same scenario, ended in that month; amounts are totals over the whole life of the deal."
    return Table(caption, heads, rows, note)


def _tranches(view: View, exits: tuple[Exit, ...]) -> Table:
    names, covers = list(exits[0].by_tranche), list(exits[0].guarantees)
    rows = tuple(
        row(
            words.month_of_deal(view.start, each.month),
            *(words.amount(each.by_tranche[name]["returned"]) for name in names),
            *(words.amount(each.guarantees[name]) for name in covers),
        )
        for each in exits
    )
    heads = (
        column("Ends in"),
        *numbers(*(f"{view.capital(name)} gets back" for name in names), *(f"{view.capital(n)} pays" for n in covers)),
    )
    return Table(f"What each tranche gets back, {view.scenario_title()} ({view.currency.code})", heads, rows)
