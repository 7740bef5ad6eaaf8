"""From gross to net: what is taken off the value of an outcome, step by step, each with a row of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sibmodel.deal.part import Name, Writer, titled
from sibmodel.deal.savings.saving import Grade, Saving
from sibmodel.graph.expressions import Expression
from sibmodel.graph.units import MONEY, SHARE


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is taken off.

    Args:
        name: The last part of the name of its row.
        label: What is taken off, in words.
        taken: How much, of what the steps before have left.
    """

    name: str
    label: str
    taken: Callable[[Expression], Expression]


def steps_of(writer: Writer, saving: Saving, grades: Mapping[Name, Grade], kept: Expression | None) -> Iterator[Step]:
    """What is taken off a saving, in order: what fades, and then shares of what the step before has left.

    Args:
        writer: Reads the inputs of the saving.
        saving: The saving.
        grades: By how much each grade of evidence cuts a value.
        kept: What fading leaves of the gross value; None where nothing fades.
    """
    if kept is not None:
        yield Step("fading", "what fades in later years", lambda left: left - kept)
    if saving.deadweight is not None:
        yield _share("deadweight", "what would have been anyway", writer.read("deadweight", SHARE))
    if saving.attribution is not None:
        due = writer.read("attribution", SHARE, "share that is due to this programme")
        yield _share("others", "what is due to others", 1 - due)
    if saving.displacement is not None:
        yield _share("displacement", "what is only moved elsewhere", writer.read("displacement", SHARE))
    if saving.grade is not None:
        title = f"Evidence graded {titled(saving.grade, grades[saving.grade].title).lower()}"
        grade = Writer(grades[saving.grade], f"plan.evidence.{saving.grade}", title, writer.pen)
        yield _share("optimism", "the correction for its grade of evidence", grade.read("correction", SHARE))


def _share(name: str, label: str, share: Expression) -> Step:
    return Step(name, label, lambda left: left * share)


def write_chain(writer: Writer, gross: Expression, steps: Iterable[Step]) -> Expression:
    """Write a row for each step; what all of them leave."""
    left = gross
    for step in steps:
        label = f"{writer.title}: less {step.label}"
        left = left - writer.pen.flow(f"less_{step.name}", label, step.taken(left), unit=MONEY)
    return left
