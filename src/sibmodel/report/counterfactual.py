"""The counterfactual: what the deal comes to if the programme makes no difference.

A payment on gross counts what would have happened anyway, so payers may owe much of it for a programme that changes
nothing. The engine is asked, with every outcome put at what it would have been: the question is not answered here.
"""

from __future__ import annotations

from collections.abc import Sequence

from sibmodel.deal.outcomes import Count, OutcomeTerm, SuccessRate
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.ladder import ACHIEVEMENT
from sibmodel.report.view import View


def counts_what_is_so_anyway(view: View) -> list[str]:
    """The payment terms on gross, of an outcome of which there would be some without the programme."""
    outcomes = view.deal.plan.outcomes
    return [
        name
        for name, term in view.deal.terms.payments.items()
        if term.paid_on == "gross" and any(_is_so_anyway(outcomes[outcome]) for outcome in term.outcomes_paid())
    ]


def without_difference(view: View, lines: Sequence[str]) -> dict[str, float]:
    """The sums of lines where every outcome is what it would have been, and all else as in the scenario."""
    changed = {ACHIEVEMENT: 1.0}
    for name, outcome in view.deal.plan.outcomes.items():
        changed |= _as_without(f"plan.outcomes.{name}", outcome)
    values = evaluate(view.deal.written, changed, keep=lines)
    return {name: float(rows.sum()) for name, rows in values.items()}


def _is_so_anyway(outcome: OutcomeTerm) -> bool:
    if isinstance(outcome, SuccessRate):
        return outcome.counterfactual > 0
    return isinstance(outcome, Count) and any(each.without_programme > 0 for each in outcome.readings.values())


def _as_without(path: str, outcome: OutcomeTerm) -> dict[str, float]:
    """The inputs of an outcome, as they are without the programme; what is achieved of the plan scales none of them."""
    if isinstance(outcome, SuccessRate):
        return {f"{path}.rate": outcome.counterfactual}
    if isinstance(outcome, Count):
        return {f"{path}.readings.{key}.count": each.without_programme for key, each in outcome.readings.items()}
    return {f"{path}.effect": 0.0}
