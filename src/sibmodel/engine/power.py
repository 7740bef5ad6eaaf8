"""The power of an evaluation: how likely its estimate reaches what payers pay for, if the planned effect is true.

An estimate scatters around the true effect. With a normal scatter of standard error *se* it reaches a threshold with
probability Phi((plan - threshold) / se). At the threshold itself that is one half: a plan that is only just good
enough goes unpaid every second time. Said of an outcome only where the deal file states a standard error.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from sibmodel.deal.deal import Deal
from sibmodel.deal.payments.by_level import PaymentByLevel
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.ladder import ACHIEVEMENT

_LOWEST, _HIGHEST = -1.0, 1.0
"""Between them every effect lies."""
_STEPS: Final = 2000
_NARROW: Final = 1e-9
_AT_ONCE: Final = 65
_CENT: Final = 0.005


@dataclass(frozen=True, slots=True)
class Power:
    """How likely an estimate brings a payment.

    Args:
        outcome: The outcome that is estimated.
        term: The payment term that it decides.
        planned: The effect planned.
        threshold: The least effect at which the term earns anything.
        standard_error: Of the estimate.
        chance: The probability that the estimate reaches the threshold if the planned effect is true.
    """

    outcome: str
    term: str
    planned: float
    threshold: float
    standard_error: float
    chance: float


def chance_of_reaching(planned: float, threshold: float, standard_error: float) -> float:
    """Phi((plan - threshold) / se): the probability that an estimate reaches a threshold.

    Example:
        >>> chance_of_reaching(0.10, 0.10, 0.02)
        0.5
        >>> round(chance_of_reaching(0.10, 0.10 - 1.96 * 0.02, 0.02), 4)
        0.975
    """
    return 0.5 * (1 + math.erf((planned - threshold) / (standard_error * math.sqrt(2))))


def powers(deal: Deal) -> tuple[Power, ...]:
    """The power behind each payment on the level of an outcome with a stated standard error; empty where none has one.

    A term that earns something however small the effect has no threshold to reach, and one that only takes back earns
    nothing: both are left out.
    """
    found = (
        _power(deal, name, term.outcome)
        for name, term in deal.terms.payments.items()
        if isinstance(term, PaymentByLevel) and _states_error(deal, term.outcome)
    )
    return tuple(each for each in found if each is not None)


def _states_error(deal: Deal, outcome: str) -> bool:
    return getattr(deal.plan.outcomes[outcome], "standard_error", None) is not None


def _power(deal: Deal, term: str, outcome: str) -> Power | None:
    part = deal.plan.outcomes[outcome]
    line = part.level_lines(outcome, "net")[0]
    planned = float(evaluate(deal.written, {}, keep=[line])[line].sum())
    error = deal.written.inputs[f"plan.outcomes.{outcome}.standard_error"].value
    threshold = _threshold(deal, term, outcome)
    if threshold is None:
        return None
    return Power(outcome, term, planned, threshold, error, chance_of_reaching(planned, threshold, error))


def _threshold(deal: Deal, term: str, outcome: str) -> float | None:
    """The least level from which a term earns anything, with its rounding and conditions, all else as planned."""
    levels = np.linspace(_LOWEST, _HIGHEST, _STEPS + 1)
    earns = _earns(deal, term, outcome, levels)
    first = int(np.argmax(earns))
    if first == 0:  # at any level, or at none
        return None
    low, high = levels[first - 1], levels[first]
    while high - low > _NARROW:
        steps = np.linspace(low, high, _AT_ONCE)
        first = int(np.argmax(_earns(deal, term, outcome, steps)))
        low, high = steps[first - 1], steps[first]
    return float(high)


def _earns(deal: Deal, term: str, outcome: str, levels: np.ndarray) -> np.ndarray:
    inputs = deal.plan.outcomes[outcome].inputs_at(f"plan.outcomes.{outcome}", levels, "net")
    assert inputs is not None, "an outcome with a standard error is moved by an input of its own"
    line = f"payments.{term}.earned"
    values = evaluate(deal.written, {**inputs, ACHIEVEMENT: 1.0}, keep=[line])[line]
    return np.broadcast_to(values.sum(axis=0), levels.shape) > _CENT
