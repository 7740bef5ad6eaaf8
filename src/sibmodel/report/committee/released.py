"""What is saved, and by whom: cash by agency and first year, then capacity and social value; who pays and who gains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, prose
from sibmodel.report.committee.payer import Payer
from sibmodel.report.tables import Row, Table, numbers, row, total
from sibmodel.report.tables import words as column
from sibmodel.report.words import NOTHING

KINDS: Final = {"cashable": "Cash", "fiscal": "Capacity, not cash", "economic": "Economic", "social": "Social"}
_NONE: Final = "The deal file states no saving. Nothing on these pages says that the deal saves money."


def released(payer: Payer) -> Iterator[Block | None]:
    """The table of what each agency saves, or that nothing is stated."""
    if not payer.view.deal.plan.savings:
        yield prose(_NONE)
        return
    kinds = [kind for kind in KINDS if any(_value(payer, agency, kind) for agency in _agencies(payer))]
    heads = (column("Agency"), *numbers(*(KINDS[kind] for kind in kinds)), column("Cash from fiscal year"))
    rows = [_row(payer, agency, kinds) for agency in _agencies(payer)]
    sums = [sum(_value(payer, agency, kind) for agency in _agencies(payer)) for kind in kinds]
    rows.append(total("All agencies", *map(words.amount, sums), ""))
    caption = f"What is saved and by whom, nominal, {payer.view.scenario_title()} ({payer.money.code})"
    note = "Only cash can be taken out of a budget. Kinds of value must not be added together."
    yield Data(Table(caption, heads, tuple(rows), note))


def _agencies(payer: Payer) -> list[str]:
    return list(dict.fromkeys(saving.agency for saving in payer.view.deal.plan.savings.values()))


def _value(payer: Payer, agency: str, kind: str) -> float:
    line = f"government.value.{agency}.{kind}"
    return payer.view.number(line) if payer.view.has(line) else 0.0


def _row(payer: Payer, agency: str, kinds: list[str]) -> Row:
    amounts = [words.amount(_value(payer, agency, kind)) for kind in kinds]
    return row(words.shortened(payer.view.payer(agency)), *amounts, _first_year(payer, agency))


def _first_year(payer: Payer, agency: str) -> str:
    """The first fiscal year of the payer in which an agency has cash to release."""
    line = f"budget.{payer.name}.avoided.{agency}.cashable"
    if not payer.view.has(line):
        return words.NIL
    years = payer.view.row(f"budget.{payer.name}.fiscal_year")
    found = [round(year) for year, amount in zip(years, payer.view.row(line), strict=True) if amount > NOTHING]
    return str(found[0]) if found else words.NIL


def pays_and_gains(payer: Payer) -> Table | None:
    """Who pays and who gains: the payers and every agency, cash alone, and with capacity; None where nobody gains."""
    if not payer.view.deal.plan.savings:
        return None
    view = payer.view
    parties = list(dict.fromkeys([*view.deal.terms.payers, *_agencies(payer)]))
    rows, sums = [], [0.0] * 5
    for name in parties:
        amounts = _of_party(payer, name)
        if not any(abs(amount) > NOTHING for amount in amounts):
            continue
        sums = [before + amount for before, amount in zip(sums, amounts, strict=True)]
        rows.append(row(words.shortened(view.payer(name)), *map(words.amount, amounts)))
    rows.append(total("Together", *map(words.amount, sums)))
    heads = ("Pays for outcomes", "Own costs", "Saves in cash", "Frees in capacity", "Net cash")
    caption = f"Who pays and who gains, nominal, {view.scenario_title()} ({payer.money.code})"
    return Table(caption, (column("Party"), *numbers(*heads)), tuple(rows), _index(payer, parties))


def _of_party(payer: Payer, name: str) -> list[float]:
    """What a party pays, spends, saves in cash, frees in capacity, and has left in cash."""
    view = payer.view

    def number(line: str) -> float:
        return view.number(line) if view.has(line) else 0.0

    pays, own = number(f"budget.{name}.outcome_payments"), number(f"budget.{name}.own_costs")
    cash, capacity = _value(payer, name, "cashable"), _value(payer, name, "fiscal")
    return [-pays, -own, cash, capacity, cash + number(f"budget.{name}.surplus") - pays - own]


def _index(payer: Payer, parties: list[str]) -> str:
    """How far those who pay are not those who gain, by cash and capacity together."""
    costs = {name: -sum(_of_party(payer, name)[:2]) for name in parties}
    gains = {name: sum(_of_party(payer, name)[2:4]) for name in parties}
    paid, gained = sum(costs.values()), sum(gains.values())
    if paid <= NOTHING or gained <= NOTHING or min(gains.values()) < 0:
        return "Net cash has any share of surplus received in it."
    apart = 1 - sum(min(gains[name] / gained, costs[name] / paid) for name in parties)
    return (
        f"{words.percent(apart, 0)} of what is saved, in cash and capacity, goes to others than those who pay. Net "
        "cash has any share of surplus received in it."
    )
