"""What every kind of outcome shares: its units and levels, how its level is moved, how it is told in words.

*Achievement* scales every planned outcome at once. It is how a return ladder asks what happens at 80 % of plan.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf
from typing import Annotated, Any, ClassVar, Final, Literal, NamedTuple

from pydantic import Field

from sibmodel.deal.outcomes.outcome import BASES, Around, Basis, Outcome
from sibmodel.deal.part import INPUT, SHAPE, Months, Part, Share, Text, Writer, value_of
from sibmodel.deal.percent import KEPT_IN_PER_CENT
from sibmodel.deal.say import Say, Table
from sibmodel.graph.expressions import Expression, Number, floor, ratio, rounded
from sibmodel.graph.units import Unit

Level = Annotated[float, INPUT, Field(allow_inf_nan=False, ge=-1e9, le=1e9), KEPT_IN_PER_CENT]
"""A level of an outcome: a share, or a number of what it counts."""

_EACH: Final = {
    "people": "person",
    "days": "day",
    "outcomes": "outcome",
    "share": "percentage point",
    "number": "point",
}

Numbers = Callable[[str], float]
"""The value of a line of an outcome, by the last part of its name."""


class Span(NamedTuple):
    """From the first to the last month in which something may be."""

    first: float
    last: float

    def later(self, least: float, most: float) -> Span:
        """Between so many and so many months later."""
        return Span(self.first + least, self.last + most)


class When(NamedTuple):
    """What says when units are measured: when people start, of some cohorts or of all, and reach another outcome."""

    started: Callable[[Sequence[str] | None], Span]
    measured: Callable[[str], Span]


def after(say: Say, months: float, since: str, at_once: str) -> str:
    """So many months after something; where there are none, the words for that."""
    return f"{say.months(months)} after {since}" if months else at_once


class Measured(Part):
    """An outcome of the plan."""

    has_units: ClassVar[bool] = False
    """Whether there are units that a price can be put on."""
    has_level: ClassVar[bool] = True
    """Whether there is a level that a schedule can be put on."""
    is_of_whole: ClassVar[bool] = False
    """Whether its level is a share of a whole, and so 100 % at most."""
    bases: ClassVar[tuple[Basis, ...]] = BASES
    """On which bases it is known: what is measured against a comparison is net by nature."""

    title: Text = ""

    @property
    @abstractmethod
    def unit(self) -> Unit:
        """What its units count; where it has none, what its level counts."""

    @property
    def is_in_points(self) -> bool:
        """Whether its level is a difference between two shares, which is told in percentage points."""
        return False

    @property
    def each(self) -> str:
        """What people call one unit of it."""
        return _EACH[str(self.unit)]

    @property
    def level_unit(self) -> Unit:
        """What its level counts."""
        return self.unit

    @abstractmethod
    def write(self, writer: Writer, around: Around) -> Outcome:
        """Write what is measured and when it is known."""

    def reads(self) -> list[str]:
        """The outcomes that it is worked out from."""
        return []

    def level_lines(self, name: str, basis: Basis) -> tuple[str, str]:
        """The lines with its level in the end: as it was measured, and as it is paid on after any rounding."""
        line = f"outcomes.{name}.level_{basis}"
        return line, line

    def inputs_at(self, path: str, levels: Any, basis: Basis) -> Mapping[str, Any] | None:
        """The inputs that bring it to levels at full achievement; None where no input of its own does."""
        return None

    def at_best(self, path: str) -> dict[str, float]:
        """Its own inputs at their best, where no input of its own brings it to a level."""
        return {}

    def without(self) -> Mapping[str, str | float]:
        """What its inputs would be without the programme: by field, another field that says so, or a number."""
        return {}

    def as_without(self, path: str) -> dict[str, float]:
        """The inputs as they would be without the programme, by path."""
        return {
            f"{path}.{field}": float(value_of(self, said) if isinstance(said, str) else said)
            for field, said in self.without().items()
        }

    def is_so_anyway(self) -> bool:
        """Whether some of it would be there without the programme."""
        return False

    def milestones(self) -> Iterator[tuple[str, int, int]]:
        """Its readings in stated months: title, month measured, month verified."""
        return iter(())

    def read_in_the_end(self) -> tuple[int, int] | None:
        """The months in which its level in the end is measured and verified: that of the last reading."""
        months = [(measured, verified) for _, measured, verified in self.milestones()]
        return months[-1] if months else None

    def units_measured(self, when: When) -> Span:
        """The months in which its units may be measured; any month where none is stated."""
        months = [measured for _, measured, _ in self.milestones()]
        return Span(min(months), max(months)) if months else Span(0.0, inf)

    def units_verified(self, when: When) -> Span:
        """The months in which its units may be verified; any month where none is stated."""
        months = [verified for _, _, verified in self.milestones()]
        return Span(min(months), max(months)) if months else Span(0.0, inf)

    @property
    def step(self) -> float | None:
        """The step to which its level is rounded for payment."""
        return None

    @abstractmethod
    def facts(self, say: Say, number: Numbers) -> Iterator[tuple[str, str]]:
        """What a reader is told of it, as label and words."""

    def table(self, say: Say, number: Numbers) -> Table | None:
        """Its readings as a table, where there are several."""
        return None


class Rounded(Measured):
    """An outcome whose level the contract may round before it pays on it."""

    rounded_to: Annotated[Share, Field(gt=0)] | None = None
    rounding: Annotated[Literal["nearest", "down"], SHAPE] = "nearest"

    @property
    def step(self) -> float | None:
        """The step to which its level is rounded for payment."""
        return self.rounded_to

    def as_paid_on(self, writer: Writer, level: Expression) -> Expression:
        """The level as the contract rounds it; the whole number below has a guard for what is meant to be whole."""
        if self.rounded_to is None:
            return level
        steps = ratio(Number(1.0), writer.read("rounded_to", self.level_unit), 1)
        if self.rounding == "nearest":
            return rounded(level, steps)
        return ratio(floor(level * steps), steps, 0)

    def rounding_in_words(self, say: Say) -> Iterator[tuple[str, str]]:
        """That and how the contract rounds."""
        if self.rounded_to is not None:
            down = ", always down" if self.rounding == "down" else ""
            step = say.points(self.rounded_to) if self.is_in_points else say.percent(self.rounded_to)
            yield "Rounded, for payment, to steps of", f"{step}{down}"


class ReadOnce(Rounded):
    """An outcome with a level that an evaluator finds in one month."""

    measured_at: Months
    verified_after: Months = 0

    def milestones(self) -> Iterator[tuple[str, int, int]]:
        """Its one reading."""
        yield "", self.measured_at, self.measured_at + self.verified_after
