"""Cautions of the part risk: what can be simulated and still makes a deal look safer than anybody knows."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor
from typing import TYPE_CHECKING, Final

import numpy as np

from sibmodel.deal.faults.risk import ends_of
from sibmodel.deal.outcomes.reduction import Reduction
from sibmodel.deal.part import titled
from sibmodel.deal.risk.uncertain import Uncertain
from sibmodel.deal.wording import number
from sibmodel.engine.evaluate import evaluate
from sibmodel.errors import Problem
from sibmodel.graph.units import MONTHS

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.engine.projection import Projection

_DRAWS: Final = 64
"""Into how many steps what may be drawn for a month is divided, where it is many months."""


def no_harm(projection: Projection) -> Iterator[Problem]:
    """An effect that is uncertain and cannot be below nothing: nobody knows that of a programme beforehand."""
    deal = projection.deal
    for outcome, part in deal.plan.outcomes.items():
        movers = _movers(deal, f"plan.outcomes.{outcome}.effect")
        if not isinstance(part, Reduction) or not movers:
            continue
        low, high = part.effect, part.effect
        for name in movers:
            term = deal.risk.uncertain[name]
            low, high = ends_of(term, low)[0], ends_of(term, high)[1]
        if low >= 0 and low < high:
            title = titled(outcome, part.title)
            yield Problem(
                f"risk.uncertain.{movers[0]}",
                f"excludes that the programme does harm: the effect on '{title}' is never below 0%.",
                "Use a normal, a rate_ratio or evidence, or let the lowest be below 0%.",
            )


def _movers(deal: Deal, path: str) -> list[str]:
    """The uncertain numbers that move an input, in the order in which they do."""
    order = ("value", "factor", "shift")
    movers = [name for name, term in deal.risk.uncertain.items() if path in term.moves]
    return sorted(movers, key=lambda name: order.index(deal.risk.uncertain[name].stands_for))


def measured_exactly(projection: Projection) -> Iterator[Problem]:
    """A payment hangs on a reduction of which nothing says how it is measured."""
    deal = projection.deal
    if not deal.risk.is_there:
        return
    paid_on = {name for payment in deal.terms.payments.values() for name in payment.outcome_names()}
    for outcome in dict.fromkeys(below for name in sorted(paid_on) for below in _reductions(deal, name)):
        if outcome not in deal.risk.measured:
            yield Problem(
                f"plan.outcomes.{outcome}",
                "is paid on, and nothing says how it is measured: a simulation takes it as measured exactly.",
                f"Add '{outcome}' to risk.measured, with a design; at the least kind: stated and a standard_error.",
            )


def _reductions(deal: Deal, outcome: str) -> Iterator[str]:
    """The reductions that an outcome is, or is worked out from."""
    part = deal.plan.outcomes[outcome]
    if isinstance(part, Reduction):
        yield outcome
    for below in part.reads():
        yield from _reductions(deal, below)


def too_late(projection: Projection) -> Iterator[Problem]:
    """An uncertain delay that can push money or readings past the last period, where they are lost."""
    deal = projection.deal
    checks = [check for check in deal.written.checks if not check.is_warning]
    for name, term in deal.risk.uncertain.items():
        months = [path for path in term.moves if deal.written.inputs[path].unit == MONTHS]
        if not months or term.is_certain:
            continue
        draws = _draws(term)
        inputs = {path: _moved(term, deal.written.inputs[path].value, draws) for path in months}
        rows = evaluate(deal.written, inputs, keep=[check.line.name for check in checks])
        fails = {check.message: np.flatnonzero((rows[check.line.name] < 0.5).any(axis=0)) for check in checks}
        first = {message: float(draws[at[0]]) for message, at in fails.items() if at.size}
        if first:
            message = min(first, key=lambda each: first[each])
            most, least = (number(round(each, 2)) for each in (float(draws[-1]), first[message]))
            yield Problem(
                f"risk.uncertain.{name}",
                f"can be {most} {_IN_WORDS[term.stands_for]}; from {least} on {message}",
                "Give the timeline more periods: what falls later is not paid in a simulation.",
            )


_IN_WORDS: Final = {"shift": "months late", "value": "in months", "factor": "times as many months as planned"}


def _draws(term: Uncertain) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """What may be drawn, from the lowest to the highest."""
    low, high = term.reaches()
    if term.stands_for != "factor" and high - low <= _DRAWS:
        low, high = floor(low), ceil(high)
        return np.arange(low, high + 1, dtype=np.float64)
    return np.linspace(low, high, _DRAWS)


def _moved(term: Uncertain, planned: float, draws: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float]:
    """A month, once it was moved."""
    moved = {"value": draws, "factor": planned * draws, "shift": planned + draws}[term.stands_for]
    return [float(each) for each in np.maximum(np.rint(moved), 0.0)]


CAUTIONS: Final = (no_harm, measured_exactly, too_late)
