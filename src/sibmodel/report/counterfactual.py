"""The counterfactual: what the deal comes to if the programme makes no difference.

A payment on gross counts what would have happened anyway, so payers may owe much of it for a programme that changes
nothing. The engine is asked, with every outcome put at what it would have been: the question is not answered here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

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


def taken_for_nothing(view: View, terms: Sequence[str]) -> list[str]:
    """The outcomes paid on gross of which the file does not say how many there would be without the programme.

    Where nothing is said, none are taken to be there; where people are paid for who only start, that is not so.

    Args:
        view: The projection.
        terms: The payment terms that are asked about.
    """
    outcomes, payments = view.deal.plan.outcomes, view.deal.terms.payments
    paid = [each for name in terms for each in payments[name].outcomes_paid()]
    gross = dict.fromkeys(outcome for _, outcome, basis in paid if basis == "gross")
    return [name for name in gross if not outcomes[name].is_so_anyway() and not outcomes[name].reads()]


def without_difference(view: View, lines: Sequence[str], *, but: Collection[str] = ()) -> dict[str, float]:
    """The sums of lines where every outcome is what it would have been, and all else as in the scenario.

    Args:
        view: The projection, and the scenario.
        lines: The lines.
        but: Outcomes that stay as they are in the scenario.
    """
    changed = {ACHIEVEMENT: 1.0}
    for name, outcome in view.deal.plan.outcomes.items():
        changed |= {} if name in but else outcome.as_without(f"plan.outcomes.{name}")
    values = evaluate(view.deal.written, changed, keep=lines)
    return {name: float(rows.sum()) for name, rows in values.items()}
