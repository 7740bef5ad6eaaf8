"""Count: people, days or other outcomes, read off at stated dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import Field

from sibmodel.deal.outcomes.outcome import BASES, Around, Basis, Observed, Outcome, Reading
from sibmodel.deal.outcomes.term import Measured, Numbers
from sibmodel.deal.part import SHAPE, Months, Name, Part, Quantity, Text, Writer, titled
from sibmodel.deal.say import Say, Table
from sibmodel.graph.expressions import add_up, maximum
from sibmodel.graph.model import Line
from sibmodel.graph.units import DAYS, MONTHS, OUTCOMES, PEOPLE, Unit

_UNITS: Final[Mapping[str, Unit]] = {"people": PEOPLE, "days": DAYS, "outcomes": OUTCOMES}


class CountReading(Part):
    """A count read off in one month, and what it would have been without the programme."""

    month: Months
    count: Quantity
    without_programme: Quantity = 0.0
    verified_after: Months = 0
    title: Text = ""


class Count(Measured):
    """A count of people, days or other outcomes, read off at stated dates. Its level is all readings together."""

    has_units: ClassVar[bool] = True

    kind: Annotated[Literal["count"], SHAPE]
    of: Annotated[Literal["people", "days", "outcomes"], SHAPE]
    readings: Annotated[dict[Name, CountReading], Field(min_length=1)]

    @property
    def unit(self) -> Unit:
        """What it counts."""
        return _UNITS[self.of]

    def level_lines(self, name: str, basis: Basis) -> tuple[str, str]:
        """All readings together."""
        return f"outcomes.{name}.total_{basis}", f"outcomes.{name}.total_{basis}"

    def inputs_at(self, path: str, levels: Any, basis: Basis) -> Mapping[str, Any] | None:
        """Each reading in its proportion of the whole."""
        counted = sum(reading.count for reading in self.readings.values())
        anyway = sum(reading.without_programme for reading in self.readings.values()) if basis == "net" else 0.0
        return {
            f"{path}.readings.{name}.count": (levels + anyway)
            * (reading.count / counted if counted else 1 / len(self.readings))
            for name, reading in self.readings.items()
        }

    def without(self) -> Mapping[str, str | float]:
        """What each reading would have been."""
        return {f"readings.{name}.count": f"readings.{name}.without_programme" for name in self.readings}

    def is_so_anyway(self) -> bool:
        """Whether any reading would have been something."""
        return any(reading.without_programme > 0 for reading in self.readings.values())

    def milestones(self) -> Iterator[tuple[str, int, int]]:
        """Each reading."""
        for name, reading in self.readings.items():
            yield titled(name, reading.title), reading.month, reading.month + reading.verified_after

    def read_in_the_end(self) -> tuple[int, int]:
        """When the latest of its readings is measured, and when the latest is verified: its level is all of them."""
        readings = self.readings.values()
        verified = (each.month + each.verified_after for each in readings)
        return max(each.month for each in readings), max(verified)

    def write(self, writer: Writer, around: Around) -> Outcome:
        """Write each reading, gross and net, and when it is known."""
        found: dict[Basis, list[Reading]] = {basis: [] for basis in BASES}
        for name, reading in self.readings.items():
            each = writer.into(reading, f"readings.{name}", f"{writer.title}, {reading.title or titled(name).lower()}")
            counts = self._counts(each, around)
            month = each.read("month", MONTHS)
            verified = each.pen.line(
                "verified", f"{each.title}: month verified", month + each.read("verified_after", MONTHS)
            )
            around.clock.check_within(each, "verified", verified, "the verified count")
            for basis, count in counts.items():
                earlier = found[basis][-1].so_far if found[basis] else None
                so_far = count if earlier is None else earlier + count
                found[basis].append(Reading(name, each.title, count, so_far, month, verified))
        return Outcome(
            writer.title,
            self.unit,
            {basis: Observed(self.unit, readings, []) for basis, readings in found.items()},
            {basis: self._all(writer, basis, readings) for basis, readings in found.items()},
            dict(found),
        )

    def _counts(self, each: Writer, around: Around) -> dict[Basis, Line]:
        """What is counted; nothing where the deal has ended before."""
        month = each.read("month", MONTHS)
        count = around.clock.counted(each.read("count", self.unit) * around.achievement, month)
        gross = each.pen.line("gross", f"{each.title}: count", count, unit=self.unit)
        beyond = gross - around.clock.counted(each.read("without_programme", self.unit), month)
        label = f"{each.title}: count beyond what would have been anyway"
        return {"gross": gross, "net": each.pen.line("net", label, beyond, unit=self.unit)}

    def _all(self, writer: Writer, basis: Basis, readings: list[Reading]) -> Reading:
        """All readings together, known when the last is."""
        amount = add_up([reading.amount for reading in readings], self.unit)
        whole = writer.pen.line(f"total_{basis}", f"{writer.title}: all readings, {basis}", amount, unit=self.unit)
        return Reading(
            "",
            writer.title,
            whole,
            whole,
            reduce(maximum, [reading.measured for reading in readings]),
            reduce(maximum, [reading.verified for reading in readings]),
        )

    def facts(self, say: Say, number: Numbers) -> Iterator[tuple[str, str]]:
        """The measure."""
        yield "Measure", f"count of {self.of}, read off in stated months"

    def table(self, say: Say, number: Numbers) -> Table:
        """Each reading."""
        rows = [
            (
                titled(name, reading.title),
                say.month(reading.month),
                say.month(number(f"{name}.verified")),
                say.counted(number(f"{name}.gross")),
                say.number(round(number(f"{name}.gross") - number(f"{name}.net"), 6)),
                say.counted(number(f"{name}.net")),
            )
            for name, reading in self.readings.items()
        ]
        heads = ("Reading", "Measured", "Verified"), ("Gross", "Without the programme", "Net")
        without = round(number("total_gross") - number("total_net"), 6)
        whole = (
            "All", "", "", say.counted(number("total_gross")), say.number(without), say.counted(number("total_net")),
        )  # fmt: skip
        return Table(
            f"expected count of {self.of}",
            (*((head, False) for head in heads[0]), *((head, True) for head in heads[1])),
            tuple(rows),
            whole if len(rows) > 1 else (),
        )
