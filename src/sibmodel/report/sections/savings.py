"""Cost avoided, agency by agency: what an outcome is worth, and what is taken off from gross to net."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sibmodel.deal.part import titled
from sibmodel.deal.savings.saving import Saving
from sibmodel.graph.units import DAYS, PEOPLE, SHARE
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Heading, prose
from sibmodel.report.tables import Row, Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View

HEADS: Final = {"cashable": "Cashable", "fiscal": "Other fiscal", "economic": "Economic", "social": "Social"}
CLOSED: Final = "Places count as closed in every period in which so many are no longer needed, and in no other."
_UNITS: Final = {SHARE: "percentage point", PEOPLE: "person", DAYS: "day"}
_STEPS: Final = {
    "fading": "Fades later",
    "deadweight": "Would have been anyway",
    "others": "Due to others",
    "displacement": "Moved elsewhere",
    "optimism": "Correction for evidence",
}
"""What may be taken off, by the last part of the name of its row, in that order."""


def avoided(view: View) -> Iterator[Block | None]:
    """What each agency avoids, then how each net amount follows from the gross one."""
    savings = view.deal.plan.savings
    if not savings:
        return
    heads = (*map(column, ("Agency", "Item", "Kind", "Counted on")), *numbers("Value"), column("Falls"))
    yield Heading("Cost avoided by agency")
    caption = f"Cost avoided by agency and kind, nominal, {view.scenario_title()} ({view.currency.code})"
    rows = tuple(each for name in savings for each in _rows(view, name))
    yield Data(Table(caption, (*heads, *numbers("Amount")), rows, " ".join(_remarks(view))))
    if years := view.deal.plan.savings_years:
        yield prose(f"Savings are counted for {years} years from {words.date(view.deal.terms.timeline.starts)}.")
    yield from _chain(view)


def _remarks(view: View) -> Iterator[str]:
    """What must not be added, what only changes hands, when places count as closed, and where unit costs are from."""
    plan = view.deal.plan
    yield "Kinds are not added together."
    if moved := [titled(name, saving.title) for name, saving in plan.savings.items() if saving.transfer]:
        yield f"{words.listed(moved)} only changes hands: others lose what the agency gains."
    if any(saving.released_by is not None for saving in plan.savings.values()):
        yield CLOSED
    for name in dict.fromkeys(saving.unit_cost for saving in plan.savings.values() if saving.unit_cost):
        yield plan.unit_costs[name].told(name)


def _rows(view: View, name: str) -> Iterator[Row]:
    saving = view.deal.plan.savings[name]
    yield _row(view, name, HEADS[saving.value_class].lower(), "avoided")
    if saving.released_by is not None:
        yield _row(view, name, f"{HEADS['fiscal'].lower()}: capacity that is not enough to close", "capacity")


def _row(view: View, name: str, kind: str, line: str) -> Row:
    saving = view.deal.plan.savings[name]
    amount = words.amount(view.number(f"savings.{name}.{line}"))
    agency, title = view.payer(saving.agency), titled(name, saving.title)
    return row(agency, title, kind, _counted(view, saving), _value(view, saving), _when(saving), amount)


def _counted(view: View, saving: Saving) -> str:
    return f"{view.outcome(saving.outcome)}, {saving.counted}"


def _value(view: View, saving: Saving) -> str:
    cost = view.deal.plan.unit_costs[saving.unit_cost] if saving.unit_cost else None
    worth = view.currency.price(cost.value if cost else saving.value or 0.0)
    share = f"{words.percent(saving.share)} of " if saving.share is not None else ""
    unit = _UNITS.get(view.deal.plan.outcomes[saving.outcome].unit, "unit")
    year = saving.prices_of(view.deal.plan.unit_costs)
    prices = f", prices of {year}" if year else ""
    return f"{share}{worth} a {unit}{' and year' * saving.yearly}{prices}"


def _when(saving: Saving) -> str:
    begins = f"{words.months(saving.after)} after it is measured" if saving.after else "when it is measured"
    falls = f"{begins}, over {words.months(saving.lasts)}" if saving.lasts else begins
    return falls if saving.drop_off is None else f"{falls}, {words.percent(saving.drop_off)} less each further year"


# --- from gross to net ---------------------------------------------------------------------------------------------


def _chain(view: View) -> Iterator[Block]:
    """One row for each saving from which something is taken off."""
    savings = view.deal.plan.savings
    cut = [name for name in savings if view.has(f"savings.{name}.gross")]
    if not cut:
        return
    steps = {step: head for step, head in _STEPS.items() if any(view.has(f"savings.{n}.less_{step}") for n in cut)}
    rows = tuple(row(titled(name, savings[name].title), *_amounts(view, name, steps)) for name in cut)
    heads = (column("Item"), *numbers("Gross", *steps.values(), "Net"))
    caption = f"From gross to net: what is taken off, each of what is left, {view.scenario_title()}"
    yield Data(Table(f"{caption} ({view.currency.code})", heads, rows, " ".join(_notes(view, cut))))


def _amounts(view: View, name: str, steps: dict[str, str]) -> Iterator[str]:
    def number(line: str) -> float:
        full = f"savings.{name}.{line}"
        return view.number(full) if view.has(full) else 0.0

    taken = [number(f"less_{step}") for step in steps]
    yield words.amount(number("gross"))
    yield from (words.amount(-each) for each in taken)
    yield words.amount(number("gross") - sum(taken))


def _notes(view: View, names: list[str]) -> Iterator[str]:
    """Who else has a share, and what evidence is graded how: the table is the user's own."""
    plan = view.deal.plan
    for name in names:
        saving = plan.savings[name]
        if saving.because:
            yield f"{titled(name, saving.title)}: {saving.because.rstrip('.')}."
    for grade in dict.fromkeys(saving.grade for saving in plan.savings.values() if saving.grade):
        stated = plan.evidence[grade]
        yield f"Evidence graded {titled(grade, stated.title).lower()} is cut by {words.percent(stated.correction)}."
