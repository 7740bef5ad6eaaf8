"""Bridge: from one version of a deal to another, change by change, in amounts that add up.

The changes are made one after the other, in the order of the deal file, and the deal is worked out anew after each:
what a change moves is what the result is after it less what it was before. So the amounts add up to the whole
difference, and what a change moves depends on what was changed before it. The other way is to make each change alone;
then what is left over comes of changes that act together, and is a line of its own.

What differs in shape, such as another mechanism, has no halfway: it is the last step, from the first version with all
inputs of the second that it knows, to the second version itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sibmodel.analysis.asked import Found, Result
from sibmodel.analysis.columns import End, evaluated
from sibmodel.analysis.compare.changes import Step, changes_between, differs_in_shape, steps_of
from sibmodel.deal.deal import Deal

_EXACT: Final = 1e-9
"""How far the sum of all steps may be off, as a share of the largest amount: the last digits of adding up."""
STRUCTURE: Final = "structure"


@dataclass(frozen=True, slots=True)
class Bridge:
    """From what a result is in one version to what it is in another.

    Args:
        result: The result.
        start: What it is in the first version.
        end: What it is in the second.
        after: What it is after each step, or after each step alone; and what is wrong there that was not at the start.
        moved: By how much each step moves it; None where it has no number before or after a step.
        together: What comes of steps that act together; 0 where they are made one after the other.
        rest: What is left, which is nothing; None where there is no bridge, because a step leaves no number.
    """

    result: Result
    start: Found
    end: Found
    after: tuple[End, ...]
    moved: tuple[float | None, ...]
    together: float | None
    rest: float | None

    @property
    def adds_up(self) -> bool:
        """Whether there is a bridge at all: where a step leaves no number, there is none."""
        return self.rest is not None


@dataclass(frozen=True, slots=True)
class Bridges:
    """What each change between two versions of a deal moved.

    Args:
        one: The first version.
        other: The second.
        steps: The steps, in their order; the last is the structure, where that differs.
        shape: The paths at which the two differ in shape.
        each_alone: Whether each step was made alone, and not one after the other.
        of: The bridge of each result.
    """

    one: Deal
    other: Deal
    steps: tuple[Step, ...]
    shape: tuple[str, ...]
    each_alone: bool
    of: tuple[Bridge, ...]


def bridges(one: Deal, other: Deal, results: Sequence[Result], *, each_alone: bool = False) -> Bridges:
    """What each change from one version of a deal to another moved.

    Args:
        one: The first version.
        other: The second.
        results: What is asked for; both versions have it.
        each_alone: Make each change alone instead of one after the other.

    Raises:
        AssertionError: where the steps do not add up, or all changes together do not make the second version: a fault
            of the program.

    Example:
        >>> import sibmodel
        >>> from sibmodel.analysis.asked import result_of
        >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
        >>> later = deal.with_("terms.payments.jobs.prices.in_work", 7_500.0).with_("plan.outcomes.in_work.rate", 0.55)
        >>> found = bridges(deal, later, [result_of(deal.written, "payments.paid")])
        >>> [(step.label, round(moved)) for step, moved in zip(found.steps, found.of[0].moved, strict=True)]
        [('Sustained jobs: prices: in work', -50000), ('In work after six months: rate', 75000)]
    """
    shape = differs_in_shape(one, other)
    steps = _sound(one, other, steps_of(changes_between(one, other)))
    whole = _made(steps)
    second = evaluated(other, [{}], results)
    columns = evaluated(one, [{}, *_columns(steps, each_alone=each_alone), whole], results)
    if shape:
        steps = (*steps, Step(STRUCTURE, ()))
    of = tuple(
        _bridge(result, columns.ends(result), second.ends(result)[0], has_shape=bool(shape), each_alone=each_alone)
        for result in results
    )
    return Bridges(one, other, steps, shape, each_alone, of)


def _made(steps: Sequence[Step]) -> dict[str, float]:
    """The inputs once all of some steps are made."""
    return {change.path: change.after for step in steps for change in step.changes}


def _columns(steps: Sequence[Step], *, each_alone: bool) -> list[Mapping[str, float]]:
    return [_made(steps[at : at + 1] if each_alone else steps[: at + 1]) for at in range(len(steps))]


def _sound(one: Deal, other: Deal, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps, those joined that alone would leave no deal: shares that are moved from one payer to another."""
    if len(steps) < 2:
        return tuple(steps)
    fails = _failing(one, _columns(steps, each_alone=False))
    allowed = {*_failing(other, [{}])[0], *fails[-1]}
    found: list[Step] = []
    waiting: list[Step] = []
    for step, failing in zip(steps, fails, strict=True):
        waiting.append(step)
        if not set(failing) - allowed:
            found.append(waiting[0] if len(waiting) == 1 else _joined(waiting))
            waiting = []
    return tuple(found)


def _failing(deal: Deal, columns: Sequence[Mapping[str, float]]) -> list[tuple[str, ...]]:
    return list(evaluated(deal, columns, ()).fails())


def _joined(steps: Sequence[Step]) -> Step:
    changes = tuple(change for step in steps for change in step.changes)
    first, last = steps[0].label, steps[-1].label
    label = f"{first} and {last}" if len(steps) == 2 else f"{first} to {last} ({len(changes)} inputs)"
    return Step(label, changes, together=True)


def _bridge(
    result: Result,
    ends: Sequence[End],
    second: End,
    *,
    has_shape: bool,
    each_alone: bool,
) -> Bridge:
    first, whole, after = ends[0].found, ends[-1].found, list(ends[1:-1])
    if not has_shape:
        _is_the_second(result, whole, second.found)
    made = [each.found for each in after]
    pairs = list(zip([first] * len(made) if each_alone else [first, *made], made, strict=False))
    if has_shape:
        after, pairs = [*after, second], [*pairs, (whole, second.found)]
    moved = tuple(_less(now, before) for before, now in pairs)
    if any(each is None for each in moved) or first.rank is None or second.found.rank is None or whole.rank is None:
        return Bridge(result, first, second.found, tuple(after), moved, None, None)
    amounts = [each for each in moved if each is not None]
    inputs = amounts[:-1] if has_shape else amounts
    together = whole.rank - first.rank - sum(inputs) if each_alone else 0.0
    rest = second.found.rank - first.rank - sum(amounts) - together
    largest = max(1.0, abs(first.rank), abs(second.found.rank), *(abs(each) for each in amounts))
    assert abs(rest) <= _EXACT * largest, f"the steps of {result.name} leave {rest}"
    return Bridge(result, first, second.found, tuple(after), moved, together, 0.0)


def _is_the_second(result: Result, made: Found, second: Found) -> None:
    """The first version with every input of the second is the second: what differs are the changes and nothing else."""
    gap = _less(made, second)
    assert made.words == second.words, f"all changes together leave {result.name} {made.words}, not {second.words}"
    assert gap is None or abs(gap) <= _EXACT * max(1.0, abs(second.rank or 0.0)), f"{result.name} is off by {gap}"


def _less(now: Found, before: Found) -> float | None:
    return None if now.rank is None or before.rank is None else now.rank - before.rank
