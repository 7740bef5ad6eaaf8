"""What an outcome offers to payments and savings: units over time, levels, and when each is known.

*Units* are for payments that price each outcome, *levels* for those that depend on how far a measure moved. A measure
may be read several times; each reading has the level of its own period and the level of everything so far.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from sibmodel.deal.part import titled
from sibmodel.deal.programme import Programme
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, Number, add_up
from sibmodel.graph.model import Section
from sibmodel.graph.units import MONTHS, Unit

Basis = Literal["gross", "net"]
BASES: Final[tuple[Basis, ...]] = ("gross", "net")
FEW: Final = 3
"""Readings by start whose amounts fit into one formula; more of them have a line each."""
FEW_DATED: Final = 12
"""Readings at stated dates that do."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One level known at one time.

    Args:
        name: Its name among the readings of its outcome; empty where there is one only.
        title: What readers call it.
        amount: The level of its own period.
        so_far: The level of everything up to it.
        measured: The month in which it is measured.
        verified: The month in which it is verified.
    """

    name: str
    title: str
    amount: Expression
    so_far: Expression
    measured: Expression
    verified: Expression


def served(readings: Sequence[Reading], clock: Clock) -> Iterator[tuple[Reading, Expression]]:
    """The share of each reading that is served for at each instant.

    What a reading finds is taken to be worked for evenly since the reading before it, or since the start.
    """
    since: Expression = Number(0.0, MONTHS)
    for reading in readings:
        yield reading, clock.share_of(since, reading.measured - since)
        since = reading.measured


@dataclass(frozen=True, slots=True)
class Stream:
    """Units by the instant from which their lags run, so that several lags are rounded to a period end only once."""

    name: str
    amount: Expression
    measured_after: Expression
    verified_after: Expression

    def served(self, amount: Expression, clock: Clock) -> Expression:
        """An amount for them by the instants at which they are served: evenly, from their start until measured."""
        return clock.spread(amount, Number(0.0, MONTHS), self.measured_after)

    def falls_due_after(self, paid_after: Expression) -> Expression:
        """When what is paid for it falls due, so long after it is verified."""
        return self.measured_after + self.verified_after + paid_after


@dataclass(frozen=True, slots=True)
class Observed:
    """Units of an outcome over time: single readings, streams, or both.

    Where a deal ends early they are those that are measured by then.
    """

    unit: Unit
    readings: list[Reading]
    streams: list[Stream]

    def measured(self, pen: Section, title: str, clock: Clock) -> Expression:
        """Units by the instant at which they are measured."""
        parts = [(each.name, each.amount * clock.falls(each.measured)) for each in self.readings]
        parts += [(each.name, clock.later(each.amount, each.measured_after)) for each in self.streams]
        return apart(pen, "measured", f"{title}: measured", parts, self.unit, is_by_start=bool(self.streams))

    def served(self, pen: Section, title: str, clock: Clock) -> Expression:
        """Units by the instants at which people are served for them."""
        parts = [(each.name, each.amount * share) for each, share in served(self.readings, clock)]
        parts += [(each.name, each.served(each.amount, clock)) for each in self.streams]
        return apart(pen, "served", f"{title}: served", parts, self.unit, is_by_start=bool(self.streams))

    def due(self, pen: Section, title: str, clock: Clock, after: Expression) -> Expression:
        """Units by the instant at which what is paid for them falls due, so long after they are verified."""
        parts = [(each.name, each.amount * clock.falls(each.verified + after)) for each in self.readings]
        parts += [(each.name, clock.later(each.amount, each.falls_due_after(after))) for each in self.streams]
        return apart(pen, "due", f"{title}: falls due", parts, self.unit, is_by_start=bool(self.streams))


def apart(
    pen: Section,
    name: str,
    label: str,
    parts: Sequence[tuple[str, Expression]],
    unit: Unit,
    *,
    is_by_start: bool = True,
) -> Expression:
    """The sum of what single readings come to; of many, each has a line of its own.

    A formula may hold so many characters and no more; one that grew with the readings of a contract would not fit.

    Args:
        pen: Where the lines go.
        name: What they are called, before the name of a reading.
        label: What readers call them, before the title of a reading.
        parts: The name of each reading, and what it comes to.
        unit: What it counts.
        is_by_start: Whether the parts run from the start of people, whose lags take more room than dates.
    """
    if len(parts) <= (FEW if is_by_start else FEW_DATED):
        return add_up([part for _, part in parts], unit)
    lines = [pen.flow(f"{name}_{key}", f"{label}, {titled(key).lower()}", part, unit=unit) for key, part in parts]
    return add_up(list(lines), unit)


@dataclass(frozen=True, slots=True)
class Lag:
    """When people are measured: so many months after they start, all of them or a share."""

    name: str
    after: Expression
    share: Expression | None = None

    def part_of(self, amount: Expression) -> Expression:
        """Those of an amount whom it is about."""
        return amount if self.share is None else amount * self.share

    def then(self, later: Lag) -> Lag:
        """A later lag counted from this one."""
        share = later.share if self.share is None else self.share if later.share is None else self.share * later.share
        return Lag("_".join(name for name in (self.name, later.name) if name), self.after + later.after, share)


@dataclass(frozen=True, slots=True)
class Path:
    """Where on their path an outcome meets people, which is what outcomes further along are worked out from.

    Args:
        people: Who starts, by instant.
        last_start: The month by which the last of them has started.
        planned: The share of them that is planned to reach it, at full achievement.
        anyway: The share that would reach it without the programme.
        lags: When they are measured.
    """

    people: Expression
    last_start: Expression
    planned: Expression
    anyway: Expression
    lags: tuple[Lag, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an outcome offers to payments and savings.

    Args:
        title: What readers call it.
        unit: What its units count; where it has none, what its level counts.
        observed: Units, by basis; empty where there are none to price.
        level: The level in the end, by basis; empty where there is none.
        readings: The levels in the order of time, by basis.
        standard_error: That of the level, where one is stated.
        true: The level as it is and not as it is measured, by basis; only where the two may differ.
        path: For a share of people, where on their path it stands.
    """

    title: str
    unit: Unit
    observed: Mapping[Basis, Observed]
    level: Mapping[Basis, Reading]
    readings: Mapping[Basis, list[Reading]]
    standard_error: Expression | None = None
    true: Mapping[Basis, Reading] = field(default_factory=dict)
    path: Path | None = None

    def counted(self, basis: Basis, clock: Clock) -> Observed:
        """Its units; where it has none its level in the end, if that is measured before the deal ends early."""
        if basis in self.observed:
            return self.observed[basis]
        level = self.level[basis]
        known = replace(level, amount=clock.counted(level.amount, level.measured))
        return Observed(self.unit, [known], [])

    def happened(self, basis: Basis, clock: Clock) -> Observed:
        """Its units as they are: what an evaluator finds is paid for, what is true is saved."""
        return (replace(self, observed={}, level=self.true) if self.true else self).counted(basis, clock)


@dataclass(frozen=True, slots=True)
class Around:
    """What an outcome reads besides its own fields: time, people, the plan's achievement, the outcomes before it."""

    clock: Clock
    programme: Programme
    achievement: Expression
    before: Mapping[str, Outcome]
