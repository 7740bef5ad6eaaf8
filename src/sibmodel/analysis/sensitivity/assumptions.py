"""The assumptions that move an answer most, each with its source and how sure that is.

An assumption is about what will happen, so it stands in the plan; what stands in the terms is what the contract says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sibmodel.analysis.sensitivity.tornado import Bar, Tornado
from sibmodel.deal.deal import Deal
from sibmodel.deal.sources import Confidence

_PLAN: Final = "plan."
FIVE: Final = 5
GRADES: Final[dict[Confidence, str]] = {
    "stated": "stated",
    "dataset": "from a dataset",
    "computed": "computed",
    "unconfirmed": "unconfirmed",
    "assumption": "assumption",
}
NO_SOURCE: Final = "no source"


@dataclass(frozen=True, slots=True)
class Grade:
    """Where a figure comes from and how sure that is.

    Args:
        confidence: As the deal file has it; empty where it says nothing.
        words: The same for readers.
        source: The document, by its title; empty where there is none.
        note: What the file says about it.
    """

    confidence: str
    words: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """An assumption that moves an answer.

    Args:
        bar: What it does to the answer.
        value: Where the planned value comes from: of several inputs that move together, the first.
        spread: Where the range comes from, for an uncertain number; else None.
    """

    bar: Bar
    value: Grade
    spread: Grade | None


def grade_of(deal: Deal, path: str) -> Grade:
    """Where the figures under a path come from.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/rikers_able.yaml")
        >>> grade_of(deal, "terms.capital.loan.commitment").words
        'stated'
    """
    found = deal.evidence(path)
    if found is None:
        return Grade("", NO_SOURCE, "", "")
    document = deal.sources.documents.get(found.source)
    return Grade(
        found.confidence, GRADES[found.confidence], (document.title if document else "") or found.source, found.note
    )


def is_about_what_will_happen(bar: Bar) -> bool:
    """Whether all that a bar moves stands in the plan."""
    return all(path.startswith(_PLAN) for path in bar.range.lever.paths)


def assumptions_that_move_most(whole: Tornado, most: int = FIVE) -> tuple[Assumption, ...]:
    """The assumptions of the plan that move an answer most, with source and grade.

    Args:
        whole: The tornado of the answer.
        most: How many.

    Example:
        >>> import sibmodel
        >>> from sibmodel.analysis.asked import result_of
        >>> from sibmodel.analysis.sensitivity.ranges import ranges_of
        >>> from sibmodel.analysis.sensitivity.tornado import tornados
        >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
        >>> irr = result_of(deal.written, "investors.total.irr")
        >>> found = assumptions_that_move_most(tornados(deal, [irr], ranges_of(deal))[0])
        >>> [(each.bar.range.lever.label, each.value.words) for each in found][0]
        ('Share in work', 'assumption')
    """
    deal = whole.deal
    bars = [bar for bar in whole.bars if is_about_what_will_happen(bar)]
    return tuple(
        Assumption(
            bar,
            grade_of(deal, bar.range.lever.paths[0]),
            grade_of(deal, bar.range.lever.key) if bar.range.basis == "uncertain" else None,
        )
        for bar in bars[:most]
    )
