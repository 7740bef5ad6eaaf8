"""The standard stresses on any result, beside the bars of a tornado."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sibmodel.analysis.asked import Result
from sibmodel.analysis.columns import End, evaluated
from sibmodel.deal.deal import Deal
from sibmodel.engine.stresses import STANDARD, Stress, changes, with_room


@dataclass(frozen=True, slots=True)
class StressedResult:
    """What a result comes to under a stress.

    Args:
        stress: The stress.
        end: The result; None where the stress changes nothing in this deal.
    """

    stress: Stress
    end: End | None


def stressed_results(
    deal: Deal, results: Sequence[Result], stresses: Sequence[Stress] = STANDARD
) -> dict[str, tuple[StressedResult, ...]]:
    """Each result, by name, under the standard stresses of the plan.

    Late results need more periods, as in :func:`sibmodel.engine.stresses.stressed`, of which these are the changes.

    Example:
        >>> import sibmodel
        >>> from sibmodel.analysis.asked import result_of
        >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
        >>> found = stressed_results(deal, [result_of(deal.written, "payments.paid")])["payments.paid"]
        >>> [each.end.found.value for each in found][:2]
        [560000.0, 640000.0]
    """
    found: dict[str, list[StressedResult]] = {each.name: [] for each in results}
    for stress in stresses:
        changed = {path: now for path, (_, now) in changes(deal, stress).items()}
        columns = evaluated(with_room(deal, stress.late), [{}, changed], results) if changed else None
        for each in results:
            found[each.name].append(StressedResult(stress, columns.ends(each)[1] if columns else None))
    return {name: tuple(each) for name, each in found.items()}
