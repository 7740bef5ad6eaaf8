"""Conditions: a payment that is made only if something else is so, such as a hurdle that another outcome must reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.outcomes.outcome import Basis, Outcome
from sibmodel.deal.outcomes.term import Level
from sibmodel.deal.part import SHAPE, Name, Part, Quantity, Writer
from sibmodel.deal.percent import NoShare
from sibmodel.deal.say import Say
from sibmodel.graph.expressions import Expression, at_least, maximum
from sibmodel.graph.units import NUMBER, Unit


@dataclass(frozen=True, slots=True)
class Met:
    """Whether a condition holds, the month in which it is measured and the one in which that is known."""

    flag: Expression
    measured: Expression
    known: Expression


class Reaches(Part):
    """An outcome reaches a level."""

    kind: Annotated[Literal["reaches"], SHAPE]
    outcome: Annotated[str, SHAPE]
    paid_on: Annotated[Basis, SHAPE]
    at_least: Level

    def outcomes_read(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """The outcomes that it asks for, each with its place in the condition and its basis."""
        yield ("outcome",), self.outcome, self.paid_on

    def levels_stated(self) -> Iterator[tuple[tuple[str, ...], str, float]]:
        """The level that it asks for, with its place in the condition and the outcome."""
        yield ("at_least",), self.outcome, self.at_least

    def met(self, writer: Writer, outcomes: Mapping[str, Outcome]) -> Met:
        """Write whether it is so."""
        reading = outcomes[self.outcome].level[self.paid_on]
        level = writer.read("at_least", _unit_of(reading.amount))
        flag = writer.pen.line("met", f"{writer.title}: is met", at_least(reading.amount, level))
        return Met(flag, reading.measured, reading.verified)

    def told(self, say: Say) -> str:
        """In words."""
        beyond = (
            " beyond what would have been anyway"
            if self.paid_on == "net" and say.is_counted_gross(self.outcome)
            else ""
        )
        level = say.difference(self.outcome, self.at_least) if beyond else say.level(self.outcome, self.at_least)
        return f"{say.outcome(self.outcome)} reaches {level}{beyond}"


class Significant(Part):
    """An effect is so many standard errors above nothing: 1.96 for 95 % on two sides, 1.645 on one."""

    kind: Annotated[Literal["significant"], SHAPE]
    outcome: Annotated[str, SHAPE]
    critical_value: Annotated[Quantity, NoShare("a number of standard errors", "1.96")]

    def outcomes_read(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """The outcome whose effect it is."""
        yield ("outcome",), self.outcome, "net"

    def levels_stated(self) -> Iterator[tuple[tuple[str, ...], str, float]]:
        """None."""
        return iter(())

    def met(self, writer: Writer, outcomes: Mapping[str, Outcome]) -> Met:
        """Write whether it is so."""
        outcome = outcomes[self.outcome]
        assert outcome.standard_error is not None
        reading = outcome.level["net"]
        needed = writer.read("critical_value", NUMBER) * outcome.standard_error
        label = f"{writer.title}: effect that is significant"
        least = writer.pen.line("needed", label, needed, unit=_unit_of(reading.amount))
        flag = writer.pen.line("met", f"{writer.title}: is met", at_least(reading.amount, least))
        return Met(flag, reading.measured, reading.verified)

    def told(self, say: Say) -> str:
        """In words."""
        return (
            f"{say.outcome(self.outcome)} is statistically significant (at least {say.number(self.critical_value)} "
            "standard errors above zero)"
        )


Single = Annotated[Reaches | Significant, Field(discriminator="kind")]


class AnyOf(Part):
    """At least one of several conditions holds; known when the last of them is."""

    kind: Annotated[Literal["any_of"], SHAPE]
    of: Annotated[dict[Name, Single], Field(min_length=2)]

    def outcomes_read(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """The outcomes of each."""
        for name, each in self.of.items():
            for path, outcome, basis in each.outcomes_read():
                yield ("of", name, *path), outcome, basis

    def levels_stated(self) -> Iterator[tuple[tuple[str, ...], str, float]]:
        """The levels of each."""
        for name, each in self.of.items():
            for path, outcome, level in each.levels_stated():
                yield ("of", name, *path), outcome, level

    def met(self, writer: Writer, outcomes: Mapping[str, Outcome]) -> Met:
        """Write whether one of them is so."""
        found = [each.met(_into(writer, each, "of", name), outcomes) for name, each in self.of.items()]
        flag = reduce(maximum, [each.flag for each in found])
        return _together(writer.pen.line("met", f"{writer.title}: one is met", flag), found)

    def told(self, say: Say) -> str:
        """In words."""
        return say.listed([each.told(say) for each in self.of.values()], "or")


Condition = Annotated[Reaches | Significant | AnyOf, Field(discriminator="kind")]


def _unit_of(level: Expression) -> Unit:
    unit = level.unit
    assert unit is not None
    return unit


def _into(writer: Writer, part: Part, group: str, name: str) -> Writer:
    title = f"{writer.title}, if {name.replace('_', ' ')}"
    return Writer(part, f"{writer.path}.{group}.{name}", title, writer.pen.at(f"if_{name}"))


def all_met(
    writer: Writer, conditions: Mapping[str, Reaches | Significant | AnyOf], outcomes: Mapping[str, Outcome]
) -> Met | None:
    """Write whether all conditions of a payment hold, and when that is known; None where there are none."""
    found = [each.met(_into(writer, each, "only_if", name), outcomes) for name, each in conditions.items()]
    if not found:
        return None
    flag: Expression = found[0].flag
    for each in found[1:]:
        flag = flag * each.flag
    return _together(flag, found)


def _together(flag: Expression, found: Sequence[Met]) -> Met:
    """Several conditions: measured and known when the last of them is."""
    measured, known = ([getattr(each, when) for each in found] for when in ("measured", "known"))
    return Met(flag, reduce(maximum, measured), reduce(maximum, known))
