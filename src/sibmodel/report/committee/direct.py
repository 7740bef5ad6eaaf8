"""Against direct funding: what the deal costs more if it works, less if it fails, and what an outcome costs in full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from sibmodel.report import words
from sibmodel.report.committee.payer import Payer
from sibmodel.report.counterfactual import without_difference
from sibmodel.report.sections import caveats
from sibmodel.report.tables import Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.words import NOTHING

_PREMIUM: Final = "government.pv_premium"
_SHARES: Final = np.linspace(0.0, 1.3, 1301)


def against_direct(payer: Payer) -> Iterator[str]:
    """The premium at plan, what the deal saves if nothing works, the share of outcomes at which both cost the same."""
    view, money = payer.view, payer.money
    found = without_difference(view, [_PREMIUM, caveats.UNFUNDED])
    at_plan, failed = view.number(_PREMIUM), found[_PREMIUM]
    direct = view.number("government.pv_direct_cost")
    basis = "in present value" if "government" in view.deal.plan.discount else "nominal, for no rate is stated"
    under = f"{view.under()[0].upper()}{view.under()[1:]}"
    who = payer.title if payer.is_alone else "all payers together"
    yield (
        f"To pay for delivery, set-up and management directly would cost {words.within(who)} {money.full(direct)} "
        f"({basis}), whether it works or not."
    )
    yield (
        f"{under}, the deal costs {money.full(direct + at_plan)}, {_side(payer, at_plan)}; if the programme makes no "
        f"difference, {money.full(direct + failed)}, {_side(payer, failed)}{_unfunded(payer, found[caveats.UNFUNDED])}."
    )
    yield from _break_even(payer, at_plan, failed)
    yield f"Between the two, what payers bear differs by {money.full(at_plan - failed)}: so much hangs on outcomes."


def _unfunded(payer: Payer, amount: float) -> str:
    """What the deal leaves unpaid of the service, and direct funding does not."""
    return f", but {payer.money.full(amount)} of the service is then paid by nobody" if amount > NOTHING else ""


def _side(payer: Payer, amount: float) -> str:
    if abs(amount) <= NOTHING:
        return "neither more nor less"
    return f"{payer.money.full(abs(amount))} {'more' if amount > 0 else 'less'}"


def _break_even(payer: Payer, at_plan: float, failed: float) -> Iterator[str]:
    """The share of expected outcomes above which the deal costs more than direct funding, where it crosses once."""
    above = payer.view.achieved(_SHARES, [_PREMIUM])[_PREMIUM] > NOTHING
    turns = np.flatnonzero(above[1:] != above[:-1])
    if turns.size == 1 and above[-1]:
        share = words.percent(float(_SHARES[turns[0] + 1]), 0)
        yield (
            f"With {share} of the planned outcomes or more, the deal costs more than direct funding; with fewer, less: "
            "it is dearer where it works and cheaper where it is found to fail."
        )
    elif not turns.size and at_plan * failed > 0:
        dearer = "dearer" if at_plan > 0 else "cheaper"
        yield f"At no level of outcomes up to 130% of those planned do both cost the same: the deal is {dearer}."


def per_outcome(payer: Payer) -> Table | None:
    """What the deal costs in full for each outcome that is valued, beside what each is worth; None where none is."""
    view = payer.view
    valued: dict[tuple[str, str], list[str]] = {}
    for name, saving in view.deal.plan.savings.items():
        valued.setdefault((saving.outcome, saving.counted), []).append(name)
    cost = view.number("government.deal_cost")
    rows = [
        row(_called(payer, outcome, counted, units), *map(words.amount, [cost / units, *_worth(payer, savings, units)]))
        for (outcome, counted), savings in valued.items()
        if (units := view.number(f"savings.{savings[0]}.units") * _points(payer, outcome)) > NOTHING
    ]
    if not rows:
        return None
    heads = ("Full cost of the deal", "Worth in cash", "Other fiscal", "Worth to society")
    caption = f"Full cost and worth of one outcome, nominal, {view.scenario_title()} ({payer.money.code})"
    note = "The full cost is all that payers pay and spend, less their share of surplus, over these outcomes alone."
    if len(rows) > 1:
        note += " Each row has the whole of it: they do not add up."
    return Table(caption, (column("Outcome"), *numbers(*heads)), tuple(rows), note)


def _points(payer: Payer, outcome: str) -> float:
    """A share is counted in percentage points."""
    return 100.0 if payer.view.deal.plan.outcomes[outcome].unit.shown_as == "share" else 1.0


def _called(payer: Payer, outcome: str, counted: str, units: float) -> str:
    unit = payer.view.deal.plan.outcomes[outcome].unit
    title, many = words.shortened(payer.view.outcome(outcome)), words.exact(round(units, 2))
    if unit.shown_as == "share":
        return f"{title}: each percentage point ({many} in all, {counted})"
    return f"{title} ({many} {unit}, {counted})"


def _worth(payer: Payer, savings: list[str], units: float) -> Iterator[float]:
    for kind in ("cashable", "fiscal", "others"):
        yield sum(_avoided(payer, name, kind) for name in savings) / units


def _avoided(payer: Payer, name: str, kind: str) -> float:
    parts = payer.view.deal.plan.savings[name].parts
    rows = [row for row, own in parts if kind == ("others" if own in ("economic", "social") else own)]
    return sum(payer.view.number(f"savings.{name}.{row}") for row in rows)
