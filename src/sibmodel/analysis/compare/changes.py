"""What differs between two versions of one deal: inputs, and the shape that decides which lines there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from sibmodel.deal.deal import Deal
from sibmodel.deal.part import SHAPE, fields_of
from sibmodel.graph.labels import plain_label
from sibmodel.graph.units import Unit

FEW: Final = 12
"""So many changes are told one by one; more are told by the part of the deal that they stand in."""
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Change:
    """An input that differs.

    Args:
        path: Its path.
        label: What readers call it.
        unit: What it counts.
        before: What it is in the first version.
        after: What it is in the second.
    """

    path: str
    label: str
    unit: Unit
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Step:
    """Changes that are made at once.

    Args:
        label: What readers call them.
        changes: The changes; none for what changes the shape of the deal.
        together: Whether they are one step because a part of them alone would leave no deal, such as shares that no
            longer add up to the whole.
    """

    label: str
    changes: tuple[Change, ...]
    together: bool = False


def changes_between(one: Deal, other: Deal) -> tuple[Change, ...]:
    """The inputs that both have and that differ, in the order of the deal file: terms, then the plan.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
        >>> found = changes_between(deal, deal.with_("terms.payments.jobs.prices.in_work", 7_500.0))
        >>> [(each.label, each.before, each.after) for each in found]
        [('Sustained jobs: prices: in work', 8000.0, 7500.0)]
    """
    mine, theirs = one.written.inputs, other.written.inputs
    return tuple(
        Change(path, plain_label(theirs[path]), theirs[path].unit, mine[path].value, theirs[path].value)
        for path in _in_file_order(other)
        if path in mine and path in theirs and mine[path].value != theirs[path].value
    )


def _in_file_order(deal: Deal) -> Iterator[str]:
    return (each.path for each in chain(fields_of(deal.terms, "terms"), fields_of(deal.plan, "plan")))


def shape_of(deal: Deal) -> dict[str, Any]:
    """What decides which lines there are, by path: kinds, names, the length of periods; and which inputs there are."""
    shapes = {
        each.path: each.value
        for each in chain(fields_of(deal.terms, "terms"), fields_of(deal.plan, "plan"))
        if each.role is SHAPE
    }
    return shapes | {path: "input" for path in deal.written.inputs if path not in shapes}


def differs_in_shape(one: Deal, other: Deal) -> tuple[str, ...]:
    """The paths at which two deals differ in shape."""
    mine, theirs = shape_of(one), shape_of(other)
    return tuple(path for path in dict.fromkeys((*mine, *theirs)) if mine.get(path) != theirs.get(path))


def are_versions(one: Deal, other: Deal) -> bool:
    """Whether two deals are versions of one: in one currency, and alike in half of all their inputs at least."""
    mine, theirs = set(one.written.inputs), set(other.written.inputs)
    return one.currency == other.currency and len(mine & theirs) >= _HALF * len(mine | theirs)


def steps_of(changes: Sequence[Change]) -> tuple[Step, ...]:
    """One step for each change; where there are many, one for each part of the deal, or even each half part."""
    if len(changes) <= FEW:
        return tuple(Step(each.label, (each,)) for each in changes)
    for depth in (3, 2):
        grouped: dict[str, list[Change]] = {}
        for each in changes:
            grouped.setdefault(".".join(each.path.split(".")[:depth]), []).append(each)
        if len(grouped) <= FEW or depth == 2:
            break
    return tuple(_group(path, inside) for path, inside in grouped.items())


def _group(path: str, inside: Sequence[Change]) -> Step:
    if len(inside) == 1:
        return Step(inside[0].label, tuple(inside))
    titles = {each.label.split(": ")[0] for each in inside}
    title = titles.pop() if len(titles) == 1 else path
    return Step(f"{title} ({len(inside)} inputs)", tuple(inside))
