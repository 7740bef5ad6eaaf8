"""Curves: what a payment term pays at each level of its outcome, found by asking the engine.

The schedule is never worked out here: the outcome is varied as an input, and the payment read off the lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sibmodel.deal.outcomes import Count, OutcomeTerm, Reduction
from sibmodel.deal.payments.banded_schedule import BandedSchedule
from sibmodel.deal.payments.payment import PaymentByLevel
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.projection import Array
from sibmodel.graph.units import Unit
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_FINE: Final = 1200
_BEYOND: Final = 1.15
_JUST_BELOW: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Curve:
    """Payments of one term by the level of its outcome, everything else as in the scenario.

    Args:
        unit: What the level counts.
        levels: The levels, rising.
        earned: What the schedule comes to.
        paid: What payers pay after every limit.
        planned: The level and what is paid at it, under the scenario.
        turns: The levels that the terms name.
        at_turns: What is earned and what is paid there.
    """

    unit: Unit
    levels: Array
    earned: Array
    paid: Array
    planned: tuple[float, float]
    turns: tuple[float, ...]
    at_turns: tuple[tuple[float, float], ...]

    @property
    def is_limited(self) -> bool:
        """Whether a limit or an uncovered share takes anything off anywhere."""
        return bool(np.any(self.earned - self.paid > NOTHING))

    @property
    def most(self) -> float:
        """The most that the schedule comes to."""
        return float(max(self.earned.max(), *(earned for earned, _ in self.at_turns)))


def payment_curve(view: View, name: str) -> Curve | None:
    """The curve of a payment term; None for one that pays by the unit, or whose outcome cannot be varied."""
    payment = view.deal.terms.payments[name]
    if not isinstance(payment, PaymentByLevel):
        return None
    outcome = view.deal.plan.outcomes[payment.outcome]
    turns = tuple(sorted({level for _, level, _ in payment.describe()}))
    planned = view.number(_level_line(view, payment))
    low, high = min(0.0, planned, *turns), max(planned, *turns) * _BEYOND
    if isinstance(outcome, Reduction):
        low, high = max(low, -1.0), min(high, 1.0) if max(planned, *turns) <= 1 else high
    high = high if high > low else low + 1.0
    just_below = np.array(turns) - (high - low) * _JUST_BELOW
    levels = np.unique(np.concatenate([np.linspace(low, high, _FINE), turns, just_below]))
    found = _asked(view, name, levels)
    if found is None:
        return None
    shown, earned, paid = found
    at = [int(np.argmin(np.abs(shown - turn))) for turn in turns]
    return Curve(
        unit=outcome.unit,
        levels=shown,
        earned=earned,
        paid=paid,
        planned=(planned, view.number(f"payments.{name}.paid")),
        turns=turns,
        at_turns=tuple((float(earned[index]), float(paid[index])) for index in at),
    )


def _level_line(view: View, payment: PaymentByLevel) -> str:
    """The line that holds the level as it was measured, before any rounding that the contract asks for."""
    outcome = view.deal.plan.outcomes[payment.outcome]
    return f"outcomes.{payment.outcome}.{'effect' if isinstance(outcome, Reduction) else f'total_{payment.paid_on}'}"


def _asked(view: View, name: str, levels: Array) -> tuple[Array, Array, Array] | None:
    payment = view.deal.terms.payments[name]
    assert isinstance(payment, PaymentByLevel)
    changed = _inputs_for(view, payment.outcome, levels)
    if changed is None:
        return None
    lines = [_level_line(view, payment), f"payments.{name}.earned", f"payments.{name}.paid"]
    values = evaluate(view.deal.written, changed, keep=lines)
    shown, earned, paid = (np.broadcast_to(values[line].sum(axis=0), levels.shape) for line in lines)
    return shown, earned, paid


def _inputs_for(view: View, name: str, levels: Array) -> Mapping[str, Array] | None:
    """The inputs that bring an outcome to each level, as far as they can."""
    outcome: OutcomeTerm = view.deal.plan.outcomes[name]
    achieved = view.deal.plan.achievement
    if isinstance(outcome, Reduction):
        return {f"plan.outcomes.{name}.effect": levels / achieved} if achieved else None
    if not isinstance(outcome, Count):
        return None
    counted = achieved * sum(reading.count for reading in outcome.readings.values())
    if not counted:
        return None
    return {
        f"plan.outcomes.{name}.readings.{key}.count": reading.count * levels / counted
        for key, reading in outcome.readings.items()
    }


def most_earned(view: View, name: str) -> float | None:
    """The most that a term can come to before the payers' limits; None where nothing limits it."""
    payment = view.deal.terms.payments[name]
    found = [] if payment.max is None else [payment.max]
    curve = payment_curve(view, name)
    if curve is not None:
        found.append(curve.most)
    elif isinstance(payment, PaymentByLevel) and not isinstance(payment, BandedSchedule):
        found.append(max(amount for _, _, amount in payment.describe()))
    return min(found, default=None)


def most_payable(view: View) -> float | None:
    """The most that payers can be asked to pay in all; None where no limit or schedule bounds it."""
    terms = [most_earned(view, name) for name in view.deal.terms.payments]
    due = None if None in terms else sum(each for each in terms if each is not None)
    parts = [_most_of(view, name, due) for name in view.deal.terms.payers]
    return None if None in parts else sum(part for part in parts if part is not None)


def _most_of(view: View, name: str, due: float | None) -> float | None:
    payer = view.deal.terms.payers[name]
    bounds = [] if due is None else [due * payer.share]
    if payer.max is not None:
        bounds.append(payer.max)
    if payer.max_per_fiscal_year is not None:
        years = view.row(f"time.fiscal_year_{payer.fiscal_year_ends}")
        bounds.append(payer.max_per_fiscal_year * len({round(year) for year in years}))
    return min(bounds, default=None)
