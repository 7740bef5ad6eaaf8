"""Rates: at which later money is discounted, stated or from a dated table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, model_validator

from sibmodel.deal.discount_table import DiscountTable
from sibmodel.deal.discount_tables import TABLES, TableName
from sibmodel.deal.part import INPUT, SHAPE, Name, Part, Rate, Text, Writer, Years, fields_of, in_words, titled
from sibmodel.deal.sources import Evidence
from sibmodel.graph.expressions import Expression, Number, above, minimum, positive, power, total
from sibmodel.graph.model import Line, Model, Section
from sibmodel.graph.units import SHARE, YEARS


class LaterRate(Part):
    """A discount rate that holds after a year, counted from financial close, until the next one begins."""

    after_year: Years
    rate: Rate


def _rate_or_table(schema: dict[str, Any]) -> None:
    """In the schema for editors, either a rate is stated or a table that has it."""
    schema.pop("required")
    schema["anyOf"] = [{"required": ["rate"]}, {"required": ["table"]}]


class Discount(Part):
    """A yearly discount rate: nominal, or real and then put on top of an inflation; from a dated table, or stated.

    All flows of a model are nominal, so a real rate is first turned into a nominal one: (1 + real) x
    (1 + inflation) - 1. Nominal money is never discounted at a real rate.

    A table fills in what is not stated beside it. What is stated beside it stays, and is then told to differ from it.
    """

    model_config = ConfigDict(json_schema_extra=_rate_or_table)

    table: Annotated[TableName | None, SHAPE] = None
    rate: Rate
    later: dict[Name, LaterRate] = {}
    basis: Annotated[Literal["nominal", "real"], SHAPE] = "nominal"
    inflation: Annotated[str | None, SHAPE] = None
    title: Text = ""

    @classmethod
    def filled_in(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """What a file states, and what its table adds to that."""
        known = data.get("table")
        if known is None:
            return dict(data)
        if (table := next((each for name, each in TABLES.items() if name == known), None)) is None:
            return {"rate": 0.0, **data}  # the name is refused; that the rate is missing as well follows from that
        later = {name: {"after_year": after, "rate": rate} for name, after, rate in table.later()}
        return {"basis": table.basis, "rate": table.rate, "later": later, **data}

    @model_validator(mode="before")
    @classmethod
    def _from_table(cls, data: Any) -> Any:
        return cls.filled_in(data) if isinstance(data, Mapping) else data

    @property
    def source(self) -> DiscountTable | None:
        """The table that it names."""
        return None if self.table is None else TABLES[self.table]

    @property
    def dated(self) -> str:
        """The vintage of its table, and whether its numbers are still the table's; empty where it names none."""
        if self.source is None:
            return ""
        return f"{self.source.dated}{', changed in this deal' if self.departures() else ''}"

    def departures(self, instead: Mapping[str, float] | None = None) -> list[str]:
        """The fields whose numbers are not those of its table.

        Args:
            instead: Numbers that a scenario puts in the place of its own, by field.

        Example:
            >>> stated = {"table": "uk_green_book", "inflation": "gdp", "rate": 0.04}
            >>> Discount.model_validate(stated).departures({"later.second.rate": 0.02})
            ['rate', 'later.second.rate']
        """
        if self.table is None:
            return []
        its = Discount.model_validate({"table": self.table}).numbers()
        mine = {**self.numbers(), **(instead or {})}
        return [field for field in {**its, **mine} if mine.get(field) != its.get(field)]

    def numbers(self) -> dict[str, float]:
        """Its inputs, by field."""
        return {each.path: float(each.value) for each in fields_of(self) if each.role is INPUT}

    def evidence(self, field: str) -> Evidence | None:
        """What the table says of one of its numbers; nothing of a number that is not the table's."""
        table = self.source
        if table is None or field in self.departures():
            return None
        note = f"Table {self.table}: {table.jurisdiction}, {table.dated}. {table.address}"
        return Evidence(source=table.source, confidence=table.confidence, note=note)


@dataclass(frozen=True, slots=True)
class DiscountCurve:
    """What money of a later year is worth at financial close, to one party.

    A later rate acts on its own years alone. With 3.5% and, after year 30, 3.0%, money of year 31 is worth
    1.035^-30 x 1.03^-1: factors are cumulative, and nothing jumps at year 30.

    Args:
        rate: The nominal yearly rate that holds first.
        later: After which year each later rate begins, and its nominal yearly rate, in order of time.
    """

    rate: Line
    later: tuple[tuple[Expression, Line], ...] = ()

    def factor(self, years: Expression) -> Expression:
        """The discount factor of a number of years since financial close, on whichever columns those stand."""
        if not self.later:
            return power(1 + self.rate, 0 - years)
        ends = [after for after, _ in self.later]
        found = power(1 + self.rate, 0 - minimum(years, ends[0]))
        for (after, rate), end in zip(self.later, [*ends[1:], None], strict=True):
            reached = years if end is None else minimum(years, end)
            found = found * power(1 + rate, 0 - positive(reached - after))
        return found

    def present_value(self, flow: Expression, years: Expression) -> Expression:
        """What a row of flows is worth at financial close."""
        return total(flow * self.factor(years))


def write_discount(model: Model, name: str, discount: Discount | None) -> DiscountCurve:
    """Write the nominal yearly rates of one party; zero, said to be assumed, where the deal states none."""
    pen = model.section("discount", "Timeline", "Discount rates")
    title = titled(name, discount.title if discount else "")
    if discount is None:
        return DiscountCurve(pen.line(name, f"{title}: none stated, so not discounted", Number(0.0), unit=SHARE))
    writer = Writer(discount, f"plan.discount.{name}", title, pen)
    first = pen.line(name, f"{title}: nominal yearly rate", _nominal(writer, discount, "rate"), unit=SHARE)
    later: list[tuple[Expression, Line]] = []
    for band in discount.later:
        called = in_words(band)
        after = writer.read(f"later.{band}.after_year", YEARS, f"{called} rate: after year")
        nominal = _nominal(writer, discount, f"later.{band}.rate", f"{called} rate: rate")
        label = f"{title}: nominal yearly rate, {called}"
        later.append((after, pen.at(name).line(band, label, nominal, unit=SHARE)))
    _check_order(pen, name, title, [after for after, _ in later])
    return DiscountCurve(first, tuple(later))


def _nominal(writer: Writer, discount: Discount, field: str, words: str = "") -> Expression:
    """A rate as it is used on nominal money."""
    rate: Expression = writer.read(field, SHARE, words)
    if discount.basis == "real" and discount.inflation is not None:
        inflation = writer.model.inputs[f"plan.inflation.{discount.inflation}.rate"]
        rate = (1 + rate) * (1 + inflation) - 1
    return rate


def _check_order(pen: Section, name: str, title: str, begins: Sequence[Expression]) -> None:
    """Write the check that rates begin one after another, for years can be changed in the workbook too."""
    if len(begins) < 2:
        return
    in_order: Expression = above(begins[1], begins[0])
    for before, after in pairwise(begins[1:]):
        in_order = in_order * above(after, before)
    pen.check(
        f"{name}_in_order",
        f"{title}: later discount rates begin one after another",
        in_order,
        "a later discount rate begins before the one that it follows.",
        "List later rates in the order of time.",
        f"plan.discount.{name}.later",
    )
