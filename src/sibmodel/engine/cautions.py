"""Cautions: what holds together and is still likely to mislead, so that it is said wherever warnings are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.outcomes import Count
from sibmodel.errors import Problem

if TYPE_CHECKING:
    from sibmodel.engine.projection import Projection

_NOTHING: Final = 0.005


def cautions(projection: Projection) -> list[Problem]:
    """Everything to be cautious about in a deal and its scenarios as a whole; checks speak of single lines."""
    return [*_pays_nothing(projection), *_counts_stay(projection)]


def _pays_nothing(projection: Projection) -> Iterator[Problem]:
    """No outcome payment is ever made: mostly a slip in levels, prices or limits."""
    if all(projection.number("payments.paid", scenario) <= _NOTHING for scenario in projection.scenarios):
        hint = "Compare the planned outcomes with the prices, levels and limits."
        yield Problem("terms.payments", "no scenario pays anything for outcomes.", hint)


def _counts_stay(projection: Projection) -> Iterator[Problem]:
    """A scenario has other people start, and what is stated as a count stays as it was."""
    deal = projection.deal
    counts = [name for name, outcome in deal.plan.outcomes.items() if isinstance(outcome, Count)]
    for scenario in projection.scenarios:
        changed = deal.changes(scenario)
        people = [path for path in changed if path.startswith("plan.starts.") and path.endswith(".people")]
        same = [name for name in counts if not any(path.startswith(f"plan.outcomes.{name}.") for path in changed)]
        if people and same and "plan.achievement" not in changed:
            yield Problem(
                f"scenarios.{scenario}.changes.{people[0]}",
                f"changes who starts, but the count of {same[0]} does not follow: it is stated as a number.",
                "State the counts of this scenario too, or its achievement.",
            )
