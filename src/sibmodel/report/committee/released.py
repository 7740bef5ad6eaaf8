"""What is saved, and by whom: cash by agency and first year, then capacity and social value; who pays and who gains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sibmodel.deal.part import titled
from sibmodel.report import simulated, words
from sibmodel.report.blocks import Block, Data, prose
from sibmodel.report.committee.payer import Payer
from sibmodel.report.sections.savings import CLOSED
from sibmodel.report.tables import Row, Table, numbers, row, total
from sibmodel.report.tables import words as column
from sibmodel.report.words import NOTHING

KINDS: Final = {"cashable": "Cash", "fiscal": "Other fiscal, not cash", "economic": "Economic", "social": "Social"}
_FEW: Final = 3
"""Outcomes that are named one by one."""
_HEADS: Final = ("Own costs", "Surplus received", "Saves in cash", "Net cash", "Other fiscal")
_NONE: Final = "The deal file states no saving. Nothing on these pages says that the deal saves money."


def released(payer: Payer) -> Iterator[Block | None]:
    """The table of what each agency saves, or that nothing is stated."""
    if not payer.view.deal.plan.savings:
        yield prose(_NONE)
        return
    yield prose(_in_cash(payer))
    kinds = [kind for kind in KINDS if any(_value(payer, agency, kind) for agency in _agencies(payer))]
    heads = (column("Agency"), *numbers(*(KINDS[kind] for kind in kinds), "Cash from fiscal year"))
    rows = [_row(payer, agency, kinds) for agency in _agencies(payer)]
    sums = [sum(_value(payer, agency, kind) for agency in _agencies(payer)) for kind in kinds]
    rows.append(total("All agencies", *map(words.amount, sums), ""))
    caption = f"What is saved and by whom, nominal, {payer.view.scenario_title()} ({payer.money.code})"
    yield Data(Table(caption, heads, tuple(rows), " ".join(_notes(payer))))


def _in_cash(payer: Payer) -> str:
    """Who can take how much out of a budget, and from when: the payer first."""
    under = payer.view.under()
    cash = {agency: amount for agency in _agencies(payer) if abs(amount := _value(payer, agency, "cashable")) > NOTHING}
    if not cash:
        return f"Nothing of what is saved {under} is cash: it frees capacity or is worth something to others."
    own = cash.pop(payer.name, 0.0)
    said = [f"{payer.title} saves {payer.money.full(own) if own else 'nothing'} in cash {under}{_from(payer, own)}"]
    others = (
        f"{words.within(words.shortened(payer.view.payer(agency)))} saves {payer.money.full(amount)}"
        for agency, amount in cash.items()
    )
    said += [f"of others, {words.listed(others)}"] if cash else []
    return f"{'; '.join(said)}. Only cash can be taken out of a budget."


def _from(payer: Payer, own: float) -> str:
    """From which fiscal year on the payer's own cash is there."""
    years = _years_of_cash(payer, payer.name)
    if not own or not years:
        return ""
    return f", in fiscal year {years[0]}" if len(years) == 1 else f", from fiscal year {years[0]} to {years[-1]}"


def _notes(payer: Payer) -> Iterator[str]:
    """What is cash, what only changes hands, for how long savings are counted, and how likely they are."""
    plan = payer.view.deal.plan
    moved = [titled(name, saving.title) for name, saving in plan.savings.items() if saving.transfer]
    if moved:
        named = words.listed(map(words.shortened, moved))
        yield f"{named} only changes hands: what the agency gains others lose, and public value does not count it."
    years = f"for {plan.savings_years} years from the start" if plan.savings_years else "as long as the deal runs"
    yield f"Savings are counted {years}."
    if everybody := _counted_whole(payer):
        named = words.listed(f"“{words.shortened(payer.view.outcome(name))}”" for name in everybody[:_FEW])
        more = f" and {len(everybody) - _FEW} more" if len(everybody) > _FEW else ""
        yield f"All of {named}{more} counts as due to the programme: the file does not say how much would be anyway."
    if any(saving.released_by is not None for saving in plan.savings.values()):
        yield CLOSED
    if price_years := sorted({year for saving in plan.savings.values() if (year := saving.prices_of(plan.unit_costs))}):
        yield f"Values are in prices of {words.listed(map(str, price_years))}, raised to those of each year."


def _counted_whole(payer: Payer) -> list[str]:
    """Outcomes of savings of which nothing is taken off for what would have been anyway."""
    outcomes, savings = payer.view.deal.plan.outcomes, payer.view.deal.plan.savings.values()
    whole = [each.outcome for each in savings if each.deadweight is None and each.attribution is None]
    own = (name for name in dict.fromkeys(whole) if not outcomes[name].is_so_anyway() and not outcomes[name].reads())
    return [name for name in own if "gross" in outcomes[name].bases]


def _how_likely(payer: Payer) -> Iterator[str]:
    """What the net cash of all comes to over all scenarios, where there was a simulation."""
    if payer.run is None:
        return
    net = payer.run.spreads["government.net_cashable"]
    low, high = (payer.money.full(net.at(share).value) for share in (0.05, 0.95))
    expected = simulated.money(payer.money, net.mean, net.error)
    yield f"Simulated, the net cash of all together is {expected} on average, in nine of ten scenarios {low} to {high}."


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
    found = _years_of_cash(payer, agency)
    return str(found[0]) if found else words.NIL


def _years_of_cash(payer: Payer, agency: str) -> list[int]:
    """The fiscal years of the payer in which an agency has cash to release."""
    line = f"budget.{payer.name}.avoided.{agency}.cashable"
    if not payer.view.has(line):
        return []
    years = payer.view.row(f"budget.{payer.name}.fiscal_year")
    return [round(year) for year, amount in zip(years, payer.view.row(line), strict=True) if amount > NOTHING]


def pays_and_gains(payer: Payer) -> Table | None:
    """Who pays and who gains: the payers and every agency, cash first; None where nobody gains."""
    if not payer.view.deal.plan.savings:
        return None
    view = payer.view
    parties = list(dict.fromkeys([*view.deal.terms.payers, *_agencies(payer)]))
    rows, sums = [], [0.0] * (1 + len(_HEADS))
    for name in parties:
        amounts = _of_party(payer, name)
        if not any(abs(amount) > NOTHING for amount in amounts):
            continue
        sums = [before + amount for before, amount in zip(sums, amounts, strict=True)]
        rows.append(row(words.shortened(view.payer(name)), *map(words.amount, amounts)))
    rows.append(total("Together", *map(words.amount, sums)))
    caption = f"Who pays and who gains, but for investors; nominal, {view.scenario_title()} ({payer.money.code})"
    pays = "Pays" if any(each.in_any_case for each in view.deal.terms.payments.values()) else "Pays for outcomes"
    notes = [*_of_columns(payer, sums), _index(payer, parties), *_how_likely(payer)]
    return Table(caption, (column("Party"), *numbers(pays, *_HEADS)), tuple(rows), " ".join(filter(None, notes)))


def _of_columns(payer: Payer, sums: list[float]) -> Iterator[str]:
    """What columns do not say of themselves."""
    if payer.own_costs <= NOTHING:
        yield f"The file states no costs of {words.within(payer.title)}’s own: they are not in its net."
    if sums[2] > NOTHING:
        yield "Surplus is the payers’ share of what is left when the deal ends."


def _of_party(payer: Payer, name: str) -> list[float]:
    """What a party pays, spends, gets back, saves in cash, has left in cash, and gains beside that."""
    view = payer.view

    def number(line: str) -> float:
        return view.number(line) if view.has(line) else 0.0

    pays, own, back = (number(f"budget.{name}.{row}") for row in ("outcome_payments", "own_costs", "surplus"))
    cash = _value(payer, name, "cashable")
    return [-pays, -own, back, cash, back + cash - pays - own, _value(payer, name, "fiscal")]


def _index(payer: Payer, parties: list[str]) -> str:
    """How far those who pay are not those who gain."""
    found = {name: _of_party(payer, name) for name in parties}
    costs = {name: -sum(amounts[:2]) for name, amounts in found.items()}
    gains = {name: amounts[3] + amounts[5] for name, amounts in found.items()}
    involved = [name for name in parties if costs[name] > NOTHING or gains[name] > NOTHING]
    paid, gained = sum(costs.values()), sum(gains.values())
    if paid <= NOTHING or gained <= NOTHING or min(gains.values()) < 0 or len(involved) == 1:
        return ""
    apart = 1 - sum(min(gains[name] / gained, costs[name] / paid) for name in parties)
    index = words.percent(apart, 0)
    return (
        f"Wrong-pocket index {index}: how far the shares in which parties pay and in which they save lie apart (0%: "
        "each saves in the share in which it pays; 100%: no payer saves)."
    )
