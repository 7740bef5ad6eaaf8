"""The counterfactual: what the deal comes to if the programme makes no difference.

A payment on gross counts what would have happened anyway, so payers may owe much of it for a programme that changes
nothing. The engine is asked, with every outcome put at what it would have been: the question is not answered here.
"""

from __future__ import annotations

from collections.abc import Sequence

from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.ladder import ACHIEVEMENT
from sibmodel.report.view import View


def counts_what_is_so_anyway(view: View) -> list[str]:
    """The payment terms on gross, of an outcome of which there would be some without the programme."""
    outcomes = view.deal.plan.outcomes
    return [
        name
        for name, term in view.deal.terms.payments.items()
        if any(basis == "gross" and outcomes[outcome].is_so_anyway() for _, outcome, basis in term.outcomes_paid())
    ]


def without_difference(view: View, lines: Sequence[str]) -> dict[str, float]:
    """The sums of lines where every outcome is what it would have been, and all else as in the scenario."""
    changed = {ACHIEVEMENT: 1.0}
    for name, outcome in view.deal.plan.outcomes.items():
        changed |= outcome.as_without(f"plan.outcomes.{name}")
    values = evaluate(view.deal.written, changed, keep=lines)
    return {name: float(rows.sum()) for name, rows in values.items()}
