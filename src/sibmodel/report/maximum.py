"""The most that can be paid: a sum that no level of an outcome and no scenario of the page passes, or none.

A schedule is asked what it comes to at every level that its terms name and beyond the last of them. The level itself
is put in the place of its line, so that it does not matter how an outcome would get there; amounts rise from one
named level to the next, for a deal that has it otherwise is refused. What is not known to be bounded is unbounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sibmodel.deal.outcomes import Count, Reduction
from sibmodel.deal.payments.banded_schedule import BandedSchedule
from sibmodel.deal.payments.payment import Payment, PaymentByLevel
from sibmodel.deal.payments.proportional import Proportional
from sibmodel.deal.payments.rate_card import RateCard
from sibmodel.deal.payments.threshold import Threshold
from sibmodel.deal.payments.tiered_schedule import TieredSchedule
from sibmodel.engine.evaluate import evaluate_expression
from sibmodel.engine.projection import Array, scenario_inputs
from sibmodel.graph.order import Whole, evaluation_order
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

SCHEDULES: Final = (TieredSchedule, BandedSchedule, Threshold, Proportional)
"""Kinds whose tables name every level at which the schedule jumps or bends."""


@dataclass(frozen=True, slots=True)
class Most:
    """The most that payers can be asked to pay in all.

    Args:
        amount: The most under any scenario of the page; None where nothing bounds it.
        scenario: The scenario under which it is so much; that of the page where it is the same.
        own: The most under the scenario of the page.
        priced: The months whose prices it is stated at; none where no index can change it.
        unknown: Terms of a kind that is not known here, and that nothing bounds.
    """

    amount: float | None
    scenario: str
    own: float | None
    priced: tuple[float, ...] = ()
    unknown: tuple[str, ...] = ()


def most_payable(view: View) -> Most:
    """The most under each scenario, and the most of them."""
    views = {name: View(view.projection, name) for name in view.scenarios}
    found = {name: _bound(each, most_due) for name, each in views.items()}
    bounds = {name: amount for name, amount in found.items() if amount is not None}
    if len(bounds) < len(found):
        return Most(None, view.scenario, None, unknown=tuple(_unknown(view)))
    bounds = {name: max(amount, view.number("payments.paid", name)) for name, amount in bounds.items()}
    own = bounds[view.scenario]
    top = max(bounds, key=lambda name: bounds[name])
    if bounds[top] <= own + NOTHING:
        top = view.scenario
    return Most(bounds[top], top, own, _priced(views[top]))


def most_due(view: View, name: str) -> float | None:
    """The most that a term can come to before the payers' limits; None where nothing bounds it."""
    return _least(view.deal.terms.payments[name].max, most_by_schedule(view, name))


def most_by_schedule(view: View, name: str) -> float | None:
    """The most that a term's schedule comes to at any level, at the prices of the scenario's measurement."""
    payment = view.deal.terms.payments[name]
    if not isinstance(payment, SCHEDULES):
        return None
    named = sorted({level for _, level, _ in payment.describe()})
    size = max(1.0, *(abs(level) for level in named))
    earned = _earned_at(view, name, payment, np.array([*named, named[-1] + size, named[-1] + 2 * size]))
    if earned is None or earned[-1] > earned[-2] + NOTHING:
        return None
    return float(max(0.0, earned.max()))


def _earned_at(view: View, name: str, payment: PaymentByLevel, levels: Array) -> Array | None:
    """What a term earns at levels put in the place of the one that the scenario reaches."""
    model = view.projection.model
    outcome = view.deal.plan.outcomes[payment.outcome]
    level = f"outcomes.{payment.outcome}.{'paid_on' if isinstance(outcome, Reduction) else f'total_{payment.paid_on}'}"
    earned = f"payments.{name}.earned"
    if level not in model.lines:
        return None
    inputs = {path: row[None] for path, row in scenario_inputs(view.projection.deal, [view.scenario]).items()}
    rows: dict[str, Array] = {}
    for step in evaluation_order(model, [model[earned]]):
        for line in [step.line] if isinstance(step, Whole) else step.lines:
            if line.name == level:
                rows[line.name] = levels[None]
            elif line.name.startswith(f"payments.{name}."):
                rows[line.name] = evaluate_expression(model, line.written, rows, inputs)
            else:
                rows[line.name] = view.row(line.name)[:, None]
    found: Array = np.broadcast_to(rows[earned].sum(axis=0), levels.shape)
    return found


def _bound(view: View, most: Callable[[View, str], float | None]) -> float | None:
    """What the payers' shares and limits leave of the most that each term can come to."""
    terms = [most(view, name) for name in view.deal.terms.payments]
    due = None if None in terms else sum(each for each in terms if each is not None)
    parts = [_most_of(view, name, due) for name in view.deal.terms.payers]
    return None if None in parts else sum(part for part in parts if part is not None)


def _most_of(view: View, name: str, due: float | None) -> float | None:
    payer = view.deal.terms.payers[name]
    yearly = None
    if payer.max_per_fiscal_year is not None:
        years = view.row(f"time.fiscal_year_{payer.fiscal_year_ends}")
        yearly = payer.max_per_fiscal_year * len({round(year) for year in years})
    return _least(None if due is None else due * payer.share, payer.max, yearly)


def _least(*bounds: float | None) -> float | None:
    return min((bound for bound in bounds if bound is not None), default=None)


def _priced(view: View) -> tuple[float, ...]:
    """The months of measurement whose prices decide the bound: those of indexed terms that no cap keeps in check."""
    free, bound = _bound(view, _most_at_any_prices), _bound(view, most_due)
    if free is not None and bound is not None and free <= bound + NOTHING:
        return ()
    terms = view.deal.terms.payments.values()
    return tuple(sorted({month for term in terms if term.indexed is not None for month in _measured(view, term)}))


def _most_at_any_prices(view: View, name: str) -> float | None:
    payment = view.deal.terms.payments[name]
    return most_due(view, name) if payment.indexed is None else payment.max


def _measured(view: View, payment: Payment) -> list[float]:
    """The month in which the level of a term is known."""
    if isinstance(payment, PaymentByLevel):
        outcome = view.deal.plan.outcomes[payment.outcome]
        if isinstance(outcome, Reduction):
            return [outcome.measured_at]
        if isinstance(outcome, Count):
            return [max(reading.month for reading in outcome.readings.values())]
    return []


def _unknown(view: View) -> list[str]:
    payments: Mapping[str, Payment] = view.deal.terms.payments
    return [
        name
        for name, term in payments.items()
        if not isinstance(term, RateCard | TieredSchedule | BandedSchedule | Threshold | Proportional)
        and term.max is None
    ]
