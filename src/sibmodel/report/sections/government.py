"""The payers' view, mostly government: what each payer spends in each fiscal year, what is avoided, and of which kind.

Kinds of value are never added silently: net cashable counts cash alone, net fiscal says that it counts freed
capacity too, and economic and social value stand apart from both.
"""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Drawing, Heading, Section, prose, section
from sibmodel.report.charts import Chart, Scale, Series, round_steps, thinned
from sibmodel.report.committee import years
from sibmodel.report.committee.payer import Payer
from sibmodel.report.sections import caveats, savings, worths
from sibmodel.report.tables import Row, Table, numbers, row, total
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

CLASSES = {
    "cashable": "cashable: money that can be taken out of a budget",
    "fiscal": "other fiscal: capacity freed, not cash",
    "economic": "economic: accrues to others",
    "social": "social: accrues to others",
}


def government(view: View) -> Section | None:
    """Each payer's budget, then government as a whole, then cost avoided by agency."""
    budgets = [block for name in view.deal.terms.payers for block in _budget(view, name)]
    title = "Payers’ budgets and cost avoided" if view.deal.plan.savings else "Payers’ budgets"
    return section("government", title, *budgets, *_whole(view), *savings.avoided(view))


# --- the budget of a payer ----------------------------------------------------------------------------------------


def _budget(view: View, name: str) -> Iterator[Block | None]:
    yield Heading(f"Budget of {words.within(view.payer(name))}")
    shown = list(_years(view, name))
    caption = _budget_caption(view, name, shown)
    if len([1 for _, at in shown if view.row(f"budget.{name}.spent")[at] > NOTHING]) > 1:
        yield Drawing(_budget_chart(view, name, shown, caption), caption)
    yield Data(_budget_table(view, name, shown))
    payer = Payer(view, name)
    yield Data(years.clocks(payer))
    likely = years.most_and_likely(payer)
    yield Data(likely) if likely else None


def _years(view: View, name: str) -> Iterator[tuple[int, int]]:
    """Each fiscal year that the deal or its savings touch, and its column."""
    ends = view.deal.terms.payers[name].fiscal_year_ends
    touched = [f"{columns}.fiscal_year_{ends}" for columns in ("time", "horizon")]
    last = max(view.row(line)[-1] for line in touched if view.has(line))
    for at, year in enumerate(view.row(f"budget.{name}.fiscal_year")):
        if year <= last:
            yield round(year), at


def _classes(view: View) -> list[str]:
    used = {kind for saving in view.deal.plan.savings.values() for _, kind in saving.parts}
    return [each for each in CLASSES if each in used]


def _avoided_in(view: View, payer: str, value_class: str, at: int) -> float:
    found = view.deal.plan.savings.values()
    agencies = {saving.agency for saving in found if value_class in [kind for _, kind in saving.parts]}
    return float(sum(view.row(f"budget.{payer}.avoided.{agency}.{value_class}")[at] for agency in sorted(agencies)))


def _budget_rows(view: View, name: str, shown: list[tuple[int, int]]) -> Iterator[tuple[str, list[float]]]:
    lines = [f"budget.{name}.{each}" for each in _spending(view, name)]
    for year, at in shown:
        spent = [float(view.row(line)[at]) for line in lines]
        yield str(year), [*spent, *(_avoided_in(view, name, each, at) for each in _classes(view))]


def _spending(view: View, name: str) -> dict[str, str]:
    """The lines of a payer's spending that its budget has, and their heads."""
    heads = {
        "outcome_payments": "Outcome payments",
        "own_costs": "Own costs",
        "spent": "Spent in all",
        "net_spent": "Net of surplus received",
    }
    found = {line: head for line, head in heads.items() if view.has(f"budget.{name}.{line}")}
    return found if len(found) > 2 else {"outcome_payments": heads["outcome_payments"]}


def _budget_table(view: View, name: str, shown: list[tuple[int, int]]) -> Table:
    found = list(_budget_rows(view, name, shown))
    sums = [sum(column_) for column_ in zip(*(amounts for _, amounts in found), strict=True)]
    rows = [row(year, *map(words.amount, amounts)) for year, amounts in found]
    rows.append(total("In all", *map(words.amount, sums)))
    heads = (
        column("Fiscal year"),
        *numbers(*_spending(view, name).values()),
        *numbers(*(f"Cost avoided: {savings.HEADS[each].lower()}" for each in _classes(view))),
    )
    note = years.year_in_words(Payer(view, name))
    if _classes(view):
        if any(saving.agency != name for saving in view.deal.plan.savings.values()):
            note += " Cost avoided is that of all agencies in the same months, not of this payer alone."
        if len(view.deal.terms.payers) > 1:
            note += " It is the same money in every payer’s table and must not be added up."
    caption = f"{view.payer(name)}: by fiscal year, {view.scenario_title()} ({view.currency.code})"
    return Table(caption, heads, tuple(rows), note)


def _budget_caption(view: View, name: str, shown: list[tuple[int, int]]) -> str:
    spent = {year: float(view.row(f"budget.{name}.spent")[at]) for year, at in shown}
    year = max(spent, key=lambda each: spent[each])
    in_all = sum(spent.values())
    share = f", {words.percent(spent[year] / in_all, 0)} of {view.currency.full(in_all)} in all" if in_all else ""
    return f"{view.payer(name)} spends most in fiscal year {year}: {view.currency.full(spent[year])}{share}."


def _budget_chart(view: View, name: str, shown: list[tuple[int, int]], caption: str) -> Chart:
    spent = tuple((float(year), float(view.row(f"budget.{name}.spent")[at])) for year, at in shown)
    up = round_steps(0.0, max(amount for _, amount in spent))
    ticks = thinned([(year, str(round(year))) for year, _ in spent], 14)
    return Chart(
        f"budget-{name}",
        f"{view.payer(name)}: spending by fiscal year",
        f"Bar chart. {caption}",
        "Fiscal year",
        Scale(spent[0][0] - 0.6, spent[-1][0] + 0.6, ticks),
        Scale(up[0], up[-1], view.currency.scale(up)),
        (Series("Spent in all", "dark bars", spent),),
        bar=0.6,
    )


# --- government as a whole ----------------------------------------------------------------------------------------


def _whole(view: View) -> Iterator[Block | None]:
    yield Heading(_together(view))
    if not view.deal.plan.savings:
        yield prose("The deal file states no cost avoided. Nothing on this page says that the deal saves money.")
    yield prose(caveats.in_no_budget(view))
    yield Data(_value(view))


def _together(view: View) -> str:
    """Whom the sums are of: payers need not be government, and agencies that avoid costs need not be payers."""
    payers = "All payers" if len(view.deal.terms.payers) > 1 else "The payer"
    agencies = {saving.agency for saving in view.deal.plan.savings.values()} - view.deal.terms.payers.keys()
    if agencies:
        return f"{payers} and agencies together"
    return "All payers together" if len(view.deal.terms.payers) > 1 else "The payer’s balance"


def _value(view: View) -> Table:
    caption = f"{_together(view)}, {view.scenario_title()} ({view.currency.code})"
    return Table(caption, worths.heads(view), tuple(_value_rows(view)), worths.note(view))


def _value_rows(view: View) -> Iterator[Row]:
    def line(title: str, flow: str, sign: float = 1.0) -> Row:
        return row(title, *worths.flow(view, flow, sign))

    def net(title: str, flow: str) -> Row:
        return total(title, *worths.headline(view, flow))

    used = _classes(view)
    yield line("Outcome payments", "outcome_payments", -1.0)
    if view.number("government.own_costs") > NOTHING:
        yield line("Payers’ own costs", "own_costs", -1.0)
    if view.number("government.surplus_received") > NOTHING:
        yield line("Share of surplus received", "surplus_received")
    if "cashable" in used:
        yield line(f"Cost avoided, {CLASSES['cashable']}", "cashable")
    yield net("Net cashable", "net_cashable")
    if "fiscal" in used:
        yield line(f"Cost avoided, {CLASSES['fiscal']}", "fiscal")
        yield net("Net fiscal: cash and capacity freed", "net_fiscal")
    for each in ("economic", "social"):
        if each in used:
            yield line(f"Beside the budget, not added: {CLASSES[each]}", each)
