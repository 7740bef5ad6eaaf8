"""Curves: what a payment term pays at each level of its outcome, found by asking the engine.

The schedule is never worked out here: the outcome is varied as an input, and the payment read off the lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sibmodel.deal.outcomes import Count, OutcomeTerm, Reduction
from sibmodel.deal.payments.payment import PaymentByLevel
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.projection import Array
from sibmodel.graph.units import Unit
from sibmodel.report.maximum import SCHEDULES
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_FINE: Final = 1200
_BEYOND: Final = 1.15
_JUST_BELOW: Final = 1e-6
_GUARD: Final = 1e-9
"""As comparisons of levels have it."""


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
        at_turns: What is earned and what is paid once the level that is paid on, as rounded, is so high.
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

    def turn_at(self, index: int) -> float | None:
        """The level that the terms name where a point of the curve lies; None where they name none."""
        near = 2 * _JUST_BELOW * float(self.levels[-1] - self.levels[0])
        return next((turn for turn in self.turns if abs(turn - self.levels[index]) <= near), None)


def payment_curve(view: View, name: str) -> Curve | None:
    """The curve of a payment term; None for one that is no schedule, or whose outcome cannot be varied."""
    payment = view.deal.terms.payments[name]
    if not isinstance(payment, SCHEDULES):
        return None
    outcome = view.deal.plan.outcomes[payment.outcome]
    turns = tuple(sorted({level for _, level, _ in payment.describe()}))
    planned = view.number(_level_line(view, payment))
    low, high = min(0.0, planned, *turns), max(planned, *turns) * _BEYOND
    if isinstance(outcome, Reduction):
        high = max(high, turns[-1] + (outcome.rounded_to or 0.0))
        low, high = max(low, -1.0), min(high, 1.0) if max(planned, *turns) <= 1 else high
    high = high if high > low else low + 1.0
    just_below = np.array(turns) - (high - low) * _JUST_BELOW
    levels = np.unique(np.concatenate([np.linspace(low, high, _FINE), turns, just_below, _rounded_up(outcome, turns)]))
    found = _asked(view, name, levels[(levels >= low) & (levels <= high)])
    if found is None:
        return None
    shown, reached, earned, paid = found
    at = [int(np.argmax(reached >= turn - _GUARD)) if reached[-1] >= turn - _GUARD else -1 for turn in turns]
    return Curve(
        unit=outcome.unit,
        levels=shown,
        earned=earned,
        paid=paid,
        planned=(planned, view.number(f"payments.{name}.paid")),
        turns=turns,
        at_turns=tuple((float(earned[index]), float(paid[index])) for index in at),
    )


def _rounded_up(outcome: OutcomeTerm, turns: tuple[float, ...]) -> Array:
    """The levels from which on a contract that rounds counts each of the turns as reached."""
    if not isinstance(outcome, Reduction) or outcome.rounded_to is None:
        return np.empty(0)
    return (np.ceil(np.array(turns) / outcome.rounded_to - _GUARD) - 0.5) * outcome.rounded_to


def _level_line(view: View, payment: PaymentByLevel, *, is_rounded: bool = False) -> str:
    """The line that holds the level: as it was measured, or after any rounding that the contract asks for."""
    if isinstance(view.deal.plan.outcomes[payment.outcome], Reduction):
        return f"outcomes.{payment.outcome}.{'paid_on' if is_rounded else 'effect'}"
    return f"outcomes.{payment.outcome}.total_{payment.paid_on}"


def _asked(view: View, name: str, levels: Array) -> tuple[Array, Array, Array, Array] | None:
    payment = view.deal.terms.payments[name]
    assert isinstance(payment, PaymentByLevel)
    changed = _inputs_for(view, payment, levels)
    if changed is None:
        return None
    measured, reached = _level_line(view, payment), _level_line(view, payment, is_rounded=True)
    lines = [measured, reached, f"payments.{name}.earned", f"payments.{name}.paid"]
    values = evaluate(view.deal.written, changed, keep=list(dict.fromkeys(lines)))
    shown = [np.broadcast_to(values[line].sum(axis=0), levels.shape) for line in lines]
    return shown[0], shown[1], shown[2], shown[3]


def _inputs_for(view: View, payment: PaymentByLevel, levels: Array) -> Mapping[str, Array] | None:
    """The inputs that bring an outcome to each level on which a term is paid; None where nothing is achieved."""
    name, achieved = payment.outcome, view.deal.plan.achievement
    outcome: OutcomeTerm = view.deal.plan.outcomes[name]
    if not achieved or not isinstance(outcome, Reduction | Count):
        return None
    if isinstance(outcome, Reduction):
        return {f"plan.outcomes.{name}.effect": levels / achieved}
    readings = outcome.readings
    counted = sum(reading.count for reading in readings.values())
    anyway = sum(reading.without_programme for reading in readings.values()) if payment.paid_on == "net" else 0.0
    return {
        f"plan.outcomes.{name}.readings.{key}.count": (levels + anyway)
        * ((reading.count / counted if counted else 1 / len(readings)) / achieved)
        for key, reading in readings.items()
    }
