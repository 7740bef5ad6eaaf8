"""Level: how a group stands at stated dates, as a rate or a score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from sibmodel.deal.outcomes.outcome import BASES, Around, Basis, Outcome, Reading
from sibmodel.deal.outcomes.term import Level, Numbers, Rounded
from sibmodel.deal.part import SHAPE, Months, Name, Part, Text, Writer, titled
from sibmodel.deal.say import Say, Table
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONTHS, NUMBER, SHARE, Unit


class LevelReading(Part):
    """The level in one month, and what it would have been without the programme."""

    month: Months
    level: Level
    without_programme: Level = 0.0
    verified_after: Months = 0
    title: Text = ""


class GroupLevel(Rounded):
    """How a group stands at stated dates: the share of children restored, the average score, the share of a target.

    Each reading is the measure as it then stands, so that the level in the end is the last one. ``of`` says whether
    it is a share or a score.
    """

    has_units: ClassVar[bool] = False

    kind: Annotated[Literal["level"], SHAPE]
    of: Annotated[Literal["share", "score"], SHAPE]
    readings: Annotated[dict[Name, LevelReading], Field(min_length=1)]

    @property
    def unit(self) -> Unit:
        """A share, or a plain number."""
        return SHARE if self.of == "share" else NUMBER

    @property
    def last(self) -> str:
        """The name of the last reading."""
        return list(self.readings)[-1]

    def level_lines(self, name: str, basis: Basis) -> tuple[str, str]:
        """The last reading, as measured and as paid on."""
        return f"outcomes.{name}.{self.last}.{basis}", f"outcomes.{name}.{self.last}.paid_on_{basis}"

    def inputs_at(self, path: str, levels: Any, basis: Basis) -> Mapping[str, Any] | None:
        """Every reading at the same level."""
        return {
            f"{path}.readings.{name}.level": levels + (reading.without_programme if basis == "net" else 0.0)
            for name, reading in self.readings.items()
        }

    def without(self) -> Mapping[str, str | float]:
        """What each reading would have been."""
        return {f"readings.{name}.level": f"readings.{name}.without_programme" for name in self.readings}

    def is_so_anyway(self) -> bool:
        """Whether any reading would have been something."""
        return any(reading.without_programme for reading in self.readings.values())

    def milestones(self) -> Iterator[tuple[str, int, int]]:
        """Each reading."""
        for name, reading in self.readings.items():
            yield titled(name, reading.title), reading.month, reading.month + reading.verified_after

    def write(self, writer: Writer, around: Around) -> Outcome:
        """Write each reading, gross and net, and when it is known."""
        found: dict[Basis, list[Reading]] = {basis: [] for basis in BASES}
        for name, reading in self.readings.items():
            each = writer.into(reading, f"readings.{name}", f"{writer.title}, {reading.title or titled(name).lower()}")
            month = each.read("month", MONTHS)
            verified = each.pen.line(
                "verified", f"{each.title}: month verified", month + each.read("verified_after", MONTHS)
            )
            around.clock.check_within(each, "verified", verified, "the verified level")
            for basis, level in self._levels(each, around).items():
                paid_on = each.pen.line(
                    f"paid_on_{basis}",
                    f"{each.title}: level paid on, {basis}",
                    self.as_paid_on(writer, level),
                    unit=self.unit,
                )
                found[basis].append(Reading(name, each.title, paid_on, paid_on, month, verified))
        return Outcome(writer.title, self.unit, {}, {basis: found[basis][-1] for basis in BASES}, dict(found))

    def _levels(self, each: Writer, around: Around) -> dict[Basis, Line]:
        gross = each.pen.line(
            "gross", f"{each.title}: level", each.read("level", self.unit) * around.achievement, unit=self.unit
        )
        net = each.pen.line(
            "net",
            f"{each.title}: level beyond what would have been anyway",
            gross - each.read("without_programme", self.unit),
            unit=self.unit,
        )
        return {"gross": gross, "net": net}

    def facts(self, say: Say, number: Numbers) -> Iterator[tuple[str, str]]:
        """The measure."""
        yield "Measure", f"a {self.of} of the group, as it stands in stated months"
        yield from self.rounding_in_words(say)

    def table(self, say: Say, number: Numbers) -> Table:
        """Each reading."""
        shown = say.percent if self.of == "share" else say.number
        rows = tuple(
            (
                titled(name, reading.title),
                say.month(reading.month),
                say.month(number(f"{name}.verified")),
                shown(round(number(f"{name}.gross"), 6)),
                shown(reading.without_programme),
                shown(round(number(f"{name}.net"), 6)),
            )
            for name, reading in self.readings.items()
        )
        heads = (("Reading", False), ("Measured", False), ("Verified", False))
        return Table("expected level", (*heads, ("Gross", True), ("Without the programme", True), ("Net", True)), rows)
